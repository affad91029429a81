import type { CardField, CardView, ListView } from '../../output/view.js';
import type { Diagnosis } from './diagnose-user.js';
import type { UserFinding } from './user-finding.js';

/** A diagnosis for a person: blocking findings first, each with the command that fixes it. */
export const diagnosisCard: CardView<Diagnosis> = {
  fields: ({ findings }) => [
    ...section('Prevents sign-in', findings, true),
    ...section('Worth checking', findings, false),
  ],
  id: () => '',
  json: (diagnosis) => diagnosis,
};

/** The findings of a diagnosis as rows. */
export const userFindingList: ListView<UserFinding> = {
  columns: [
    { key: 'rule', header: 'rule', value: ({ rule }) => rule },
    { key: 'blocks', header: 'blocks', value: ({ blocks }) => blocks },
    { key: 'subject', header: 'on', value: ({ subject }) => subject },
    { key: 'found', header: 'cause', value: ({ found }) => found },
    { key: 'fix', header: 'fix', value: ({ fix }) => fix },
    { key: 'command', header: 'command', value: ({ command }) => command },
  ],
  tableColumns: ['rule', 'found'],
  id: ({ rule }) => rule,
  json: (finding) => finding,
};

function section(heading: string, all: readonly UserFinding[], areBlocking: boolean): CardField[] {
  const findings = all.filter(({ blocks }) => blocks === areBlocking);
  if (findings.length === 0) return [];
  return [
    { section: heading },
    ...findings.flatMap(({ found, fix, command }) => [
      { label: 'cause', value: found },
      { label: 'fix', value: fix },
      ...(command === null ? [] : [{ label: 'command', value: command }]),
    ]),
  ];
}
