import type { CardView } from '../output/view.js';
import type { Verification } from './file/verify-history.js';

/** What was found wrong with a history, line by line; nothing where it is intact. */
export const verificationCard: CardView<Verification> = {
  fields: ({ faults }) =>
    faults.flatMap(({ problem, found, id }) => [
      { label: problem, value: found },
      ...(id === null ? [] : [{ label: 'record', value: id }]),
    ]),
  id: ({ faults }) => faults.map(({ id, line }) => id ?? String(line)).join('\n'),
  json: (verification) => verification,
};
