import type { CardField, ListView } from '../../output/view.js';
import type { Acceptance } from '../../config/context.js';
import type { Finding } from '../finding.js';

/** Findings as rows; for a person each in full, with its fix. */
export const findingList: ListView<Finding> = {
  columns: [
    { key: 'rule', header: 'rule', value: ({ rule }) => rule },
    { key: 'severity', header: 'severity', value: ({ severity }) => severity },
    { key: 'status', header: 'status', value: ({ status }) => status },
    { key: 'subject', header: 'on', value: ({ subject }) => subject },
    { key: 'expected', header: 'expected', value: ({ expected }) => expected },
    { key: 'found', header: 'cause', value: ({ found }) => found },
    { key: 'why', header: 'why', value: ({ why }) => why },
    { key: 'fix', header: 'fix', value: ({ fix }) => fix },
    { key: 'command', header: 'command', value: ({ command }) => command },
    { key: 'acceptance', header: 'accepted', value: ({ acceptance }) => acceptance && acceptanceText(acceptance) },
  ],
  tableColumns: ['severity', 'subject', 'found'],
  fields: (finding) => {
    const { rule, severity, subject, expected, found, why, fix, command, acceptance } = finding;
    const fields: (CardField | false)[] = [
      { section: subject },
      { label: 'rule', value: `${rule} (${finding.status === 'notCheckable' ? 'not checkable' : severity})` },
      { label: 'cause', value: found },
      { label: 'expected', value: expected },
      { label: 'why', value: why },
      { label: 'fix', value: fix },
      command !== null && { label: 'command', value: command },
      acceptance !== null && {
        label: finding.status === 'accepted' ? 'accepted' : 'expired',
        value: acceptanceText(acceptance),
      },
    ];
    return fields.filter((field) => field !== false);
  },
  id: ({ rule }) => rule,
  json: (finding) => finding,
};

/** `until 2027-03-31: the old app is switched off in March` */
export function acceptanceText({ until, reason }: Acceptance): string {
  return `until ${until}: ${reason}`;
}

/** The status in words: `open`, `accepted until 2027-03-31: …`, `not checkable`. */
export function statusText({ status, acceptance }: Finding): string {
  if (status === 'notCheckable') return 'not checkable';
  if (acceptance === null) return status;
  return status === 'accepted'
    ? `accepted ${acceptanceText(acceptance)}`
    : `open (was accepted ${acceptanceText(acceptance)})`;
}
