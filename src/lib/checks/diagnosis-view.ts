import type { CardField, CardView } from '../output/view.js';
import type { Diagnosis } from './diagnose-user.js';
import type { UserFinding } from './user-finding.js';

/** A diagnosis to be read: what blocks first, and with each finding the command that mends it. */
export const diagnosisCard: CardView<Diagnosis> = {
  fields: ({ findings }) => [
    ...section(
      'Keeps them from signing in',
      findings.filter(({ blocks }) => blocks),
    ),
    ...section(
      'Worth a look',
      findings.filter(({ blocks }) => !blocks),
    ),
  ],
  id: ({ findings }) => findings.map(({ rule }) => rule).join('\n'),
  json: (diagnosis) => diagnosis,
};

function section(heading: string, findings: readonly UserFinding[]): CardField[] {
  if (findings.length === 0) return [];
  return [
    { section: heading },
    ...findings.flatMap(({ found, mend, command }) => [
      { label: 'found', value: found },
      { label: 'mend', value: mend },
      ...(command === null ? [] : [{ label: 'run', value: command }]),
    ]),
  ];
}
