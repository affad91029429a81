import type { CardView, ListView } from '../output/view.js';
import type { PoolCheck } from './check-pool.js';
import type { Finding } from './finding.js';

/** Findings to be read: nothing is cut short, and each says what to do about it. */
export const findingCard: CardView<PoolCheck> = {
  fields: ({ findings }) =>
    findings.flatMap(({ subject, found, mend }) => [
      { section: subject },
      { label: 'found', value: found },
      { label: 'mend', value: mend },
    ]),
  id: () => '',
  json: (check) => check,
};

/** Findings as rows. */
export const findingList: ListView<Finding> = {
  columns: [
    { key: 'rule', header: 'rule', value: ({ rule }) => rule },
    { key: 'subject', header: 'on', value: ({ subject }) => subject },
    { key: 'found', header: 'found', value: ({ found }) => found },
    { key: 'mend', header: 'mend', value: ({ mend }) => mend },
  ],
  tableColumns: ['subject', 'found'],
  id: ({ rule }) => rule,
  json: (finding) => finding,
};
