import type { ListView } from '../output/view.js';

/** A problem that a check found. The keys are part of the JSON output. */
export interface Finding {
  /** The rule that is broken, as a constant for scripts. */
  readonly rule: string;
  /** What the finding is about: `user pool us-east-1_…`, `app client stackflow-web`. */
  readonly subject: string;
  /** The cause: what is wrong, in a sentence without a full stop. */
  readonly found: string;
  /** What to do about it. */
  readonly fix: string;
}

/** Findings as rows; for a person each in full, with its fix. */
export const findingList: ListView<Finding> = {
  columns: [
    { key: 'rule', header: 'rule', value: ({ rule }) => rule },
    { key: 'subject', header: 'on', value: ({ subject }) => subject },
    { key: 'found', header: 'cause', value: ({ found }) => found },
    { key: 'fix', header: 'fix', value: ({ fix }) => fix },
  ],
  tableColumns: ['subject', 'found'],
  fields: ({ subject, found, fix }) => [
    { section: subject },
    { label: 'cause', value: found },
    { label: 'fix', value: fix },
  ],
  id: ({ rule }) => rule,
  json: (finding) => finding,
};
