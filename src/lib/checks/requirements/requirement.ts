import { counted } from '../../text/counted.js';
import type { ListView } from '../../output/view.js';

/** Whether a requirement of the platform is met. The keys are part of the JSON output. */
export interface Requirement {
  /** A constant for scripts. */
  readonly id: string;
  /** What has to be so, in a sentence without a full stop. */
  readonly requirement: string;
  /** `not checked` if it could not be looked at, which is never taken for met. */
  readonly status: 'met' | 'not met' | 'not checked';
  /** What was found, or why it was not checked. */
  readonly found: string;
  /** The IAM action that was missing to check it. */
  readonly permission: string | null;
  /** What to do; null if it is met. */
  readonly fix: string | null;
}

/** What a requirement is, and how to meet it. */
export type Demand = Pick<Requirement, 'id' | 'requirement'> & { readonly fix: string };

/** What could not be read, and the IAM action that was missing for it, if it was that. */
export interface Unread {
  readonly reason: string;
  readonly permission: string | null;
}

/** The requirement is met: `found` says by what, and what cannot be seen from here. */
export function met({ id, requirement }: Demand, found: string): Requirement {
  return { id, requirement, status: 'met', found, permission: null, fix: null };
}

export function notMet({ id, requirement, fix }: Demand, found: string): Requirement {
  return { id, requirement, status: 'not met', found, permission: null, fix };
}

/** It could not be checked, so whether something has to be fixed is unknown: `checkRequirements` says how to check it. */
export function notChecked({ id, requirement }: Demand, { reason, permission }: Unread): Requirement {
  return { id, requirement, status: 'not checked', found: reason, permission, fix: null };
}

/** Met or not, by a test. */
export function metIf(isMet: boolean, demand: Demand, found: string): Requirement {
  return isMet ? met(demand, found) : notMet(demand, found);
}

/** The result of a check: whether all that was checked is met, whether all was checked, and how many of each. */
export function requirementsSummary(requirements: readonly Requirement[]) {
  const count = (wanted: Requirement['status']) => requirements.filter(({ status }) => status === wanted).length;
  const [metOnes, failed, unchecked] = [count('met'), count('not met'), count('not checked')];
  const text = `Checked ${counted(requirements.length, 'requirement')}: ${metOnes} met, ${failed} not met, ${unchecked} not checked.`;
  return { isMet: failed === 0, isChecked: unchecked === 0, text };
}

/** Requirements as rows; for a person each in full. */
export const requirementList: ListView<Requirement> = {
  columns: [
    { key: 'id', header: 'ID', value: ({ id }) => id },
    { key: 'requirement', header: 'requirement', value: ({ requirement }) => requirement },
    { key: 'status', header: 'status', value: ({ status }) => status },
    { key: 'found', header: 'found', value: ({ found }) => found },
    { key: 'permission', header: 'missing permission', value: ({ permission }) => permission },
    { key: 'fix', header: 'fix', value: ({ fix }) => fix },
  ],
  tableColumns: ['status', 'requirement'],
  fields: ({ requirement, status, found, permission, fix }) => [
    { section: `${status}: ${requirement}` },
    { label: 'found', value: found },
    ...(permission === null ? [] : [{ label: 'permission', value: permission }]),
    ...(fix === null ? [] : [{ label: 'fix', value: fix }]),
  ],
  id: ({ id }) => id,
  json: (requirement) => requirement,
};
