import { defined } from '../model/defined.js';
import { errorJson } from '../output/error.js';
import type { Column, ListView } from '../output/view.js';
import { movedFields } from '../model/field-change.js';
import type { Step } from '../model/step.js';
import type { Outcome } from './outcome.js';
import { type Acting, placeJson } from './place.js';
import { planLines } from './plan-lines.js';

/** An outcome as JSON, as docs/json.md describes it. Scripts depend on it; test/contract checks its shape. */
export function outcomeJson(outcome: Outcome) {
  const { plan, error } = outcome;
  return {
    changed: outcome.changed,
    dryRun: outcome.dryRun,
    operation: plan.operation,
    target: plan.target,
    // Those that changed, or would change.
    fields: movedFields(plan.fields).map(({ field, before, after }) => ({ field, before, after })),
    ...defined({ steps: outcome.steps }),
    requestIds: outcome.requestIds,
    ...defined({ recordId: outcome.recordId, password: outcome.password }),
    ...(error === undefined ? {} : errorJson(error)),
  };
}

/** An outcome as one short sentence, and its steps; for a dry run, the plan field by field. */
export function outcomeText(outcome: Outcome): string {
  const { plan, changed, password } = outcome;
  if (outcome.dryRun) return planLines(plan);
  if (outcome.steps !== undefined) {
    return [stepsHeading(outcome), ...outcome.steps.map(stepLine)].join('\n');
  }
  const sentence = changed ? plan.doneMessage : `${plan.unchangedMessage} Nothing was changed.`;
  return password === undefined ? sentence : `${sentence}\nPassword, shown only once: ${password}`;
}

function stepsHeading({ plan, changed, error }: Outcome): string {
  const { label } = plan.target;
  if (error !== undefined) return changed ? `${label}: only some steps were done:` : `${label}: no step was done:`;
  return changed ? plan.doneMessage : `${label}: nothing was left to do:`;
}

function stepLine({ step, result, detail }: Step): string {
  return `  ${step}: ${detail === undefined ? result : `${result}, ${detail}`}`;
}

const COLUMNS: readonly Column<Outcome>[] = [
  { key: 'changed', header: 'changed', value: ({ changed }) => changed },
  { key: 'dryRun', header: 'dry run', value: ({ dryRun }) => dryRun },
  { key: 'operation', header: 'operation', value: ({ plan }) => plan.operation },
  { key: 'id', header: 'id', value: ({ plan }) => plan.target.id, isWhole: true },
  { key: 'label', header: 'label', value: ({ plan }) => plan.target.label, isWhole: true },
  { key: 'tenantId', header: 'tenant', value: ({ plan }) => plan.target.tenantId },
  { key: 'recordId', header: 'record', value: ({ recordId }) => recordId },
  { key: 'password', header: 'password', value: ({ password }) => password },
  { key: 'error', header: 'error', value: ({ error }) => error?.code },
];

/**
 * Outcomes as rows, each with the context's name. As JSON there is one shape, for one target and for many: where the
 * changes act, and a list of outcomes.
 */
export function outcomeList(directory: Acting) {
  const { name } = directory.context;
  return {
    columns: [...COLUMNS, { key: 'context', header: 'context', value: () => name }],
    tableColumns: ['label', 'changed', 'error'],
    id: ({ plan }) => plan.target.id,
    json: (outcome) => ({ context: name, ...outcomeJson(outcome) }),
    envelope: { common: { context: placeJson(directory) }, key: 'outcomes', json: outcomeJson },
  } satisfies ListView<Outcome>;
}
