import type { ListView } from '../output/view.js';
import type { Finding } from './finding.js';

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
