import { defined } from '../model/defined.js';
import { errorJson, type ErrorJson } from '../output/error.js';
import type { CardView, ListView } from '../output/view.js';
import { type FieldChange, movedFields } from '../model/field-change.js';
import type { Step } from '../model/step.js';
import type { Outcome } from './outcome.js';
import { planLines } from './plan-lines.js';

/** What became of a change, as JSON: this is a contract, held by test/contract. */
export interface OutcomeJson {
  readonly changed: boolean;
  readonly dryRun: boolean;
  readonly operation: string;
  readonly target: { kind: string; id: string; label: string; tenantId: string | null };
  /** The fields that moved, or would. */
  readonly fields: readonly FieldChange[];
  readonly steps?: readonly Step[];
  readonly requestIds: readonly string[];
  readonly recordId?: string;
  readonly password?: string;
  readonly error?: ErrorJson['error'];
}

export function outcomeJson(outcome: Outcome): OutcomeJson {
  const { plan, error } = outcome;
  return {
    changed: outcome.changed,
    dryRun: outcome.dryRun,
    operation: plan.operation,
    target: plan.target,
    fields: movedFields(plan.fields).map(({ field, before, after }) => ({ field, before, after })),
    ...defined({ steps: outcome.steps }),
    requestIds: outcome.requestIds,
    ...defined({ recordId: outcome.recordId, password: outcome.password }),
    ...(error === undefined ? {} : errorJson(error)),
  };
}

/** One short sentence on what became of a change, and its steps; for a dry run, the plan field by field. */
export function outcomeText(outcome: Outcome): string {
  const { plan } = outcome;
  if (outcome.dryRun) return planLines(plan);
  if (outcome.steps !== undefined) {
    return [stepsHeading(outcome), ...outcome.steps.map(stepLine)].join('\n');
  }
  const said = outcome.changed ? plan.doneMessage : `${plan.unchangedMessage} Nothing was changed.`;
  return outcome.password === undefined
    ? said
    : `${said}\nPassword, shown only this once: ${outcome.password}`;
}

function stepsHeading({ plan, changed, error }: Outcome): string {
  if (error !== undefined)
    return `${changed ? 'Not everything' : 'Nothing'} was done to ${plan.target.label}:`;
  return changed ? plan.doneMessage : `There was nothing left to do to ${plan.target.label}:`;
}

function stepLine({ step, result, detail }: Step): string {
  const said = result === 'unchanged' ? 'unchanged' : result;
  return `  ${step}: ${detail === undefined ? said : `${said}, ${detail}`}`;
}

/** Several outcomes as rows. */
export const outcomeList: ListView<Outcome> = {
  columns: [
    { key: 'changed', header: 'changed', value: ({ changed }) => changed },
    { key: 'dryRun', header: 'dry run', value: ({ dryRun }) => dryRun },
    { key: 'operation', header: 'operation', value: ({ plan }) => plan.operation },
    { key: 'id', header: 'id', value: ({ plan }) => plan.target.id },
    { key: 'label', header: 'label', value: ({ plan }) => plan.target.label },
    { key: 'tenantId', header: 'tenant', value: ({ plan }) => plan.target.tenantId },
    { key: 'recordId', header: 'record', value: ({ recordId }) => recordId },
    { key: 'password', header: 'password', value: ({ password }) => password },
    { key: 'error', header: 'error', value: ({ error }) => error?.code },
  ],
  tableColumns: ['label', 'changed', 'error'],
  id: ({ plan }) => plan.target.id,
  json: outcomeJson,
};

/** One outcome. */
export const outcomeCard: CardView<Outcome> = {
  fields: () => [],
  id: outcomeList.id,
  json: outcomeJson,
};
