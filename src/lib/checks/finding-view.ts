import type { ListView } from '../output/view.js';
import type { Finding } from './finding.js';

/** Findings as rows; to a person each whole, with what to do about it. */
export const findingList: ListView<Finding> = {
  columns: [
    { key: 'rule', header: 'rule', value: ({ rule }) => rule },
    { key: 'subject', header: 'on', value: ({ subject }) => subject },
    { key: 'found', header: 'found', value: ({ found }) => found },
    { key: 'fix', header: 'fix', value: ({ fix }) => fix },
  ],
  tableColumns: ['subject', 'found'],
  fields: ({ subject, found, fix }) => [
    { section: subject },
    { label: 'found', value: found },
    { label: 'fix', value: fix },
  ],
  id: ({ rule }) => rule,
  json: (finding) => finding,
};
