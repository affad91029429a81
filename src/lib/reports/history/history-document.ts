import { commandLine, type Directory } from '../../directory.js';
import type { ChangeRecord } from '../../history/record.js';
import { counted } from '../../text/counted.js';
import { breakdownBlock } from '../breakdown-blocks.js';
import type { Block, ReportDocument, Section } from '../document/document.js';
import { grouped } from '../document/grouped.js';
import { originFields } from '../origin.js';
import { unreadText } from '../unread.js';
import { changeTable, OPERATION_WORDS, PERSON_WORDS, RESULT_WORDS } from './change-table.js';
import type { HistoryReport, HistoryVerification } from './read-history-report.js';

/** The report on the changes since a time as a document. */
export function historyDocument(
  report: HistoryReport,
  records: AsyncIterable<ChangeRecord>,
  directory: Pick<Directory, 'flagsToRepeat' | 'tenant'>,
): ReportDocument {
  const { origin, since, changes, verification, gaps, unread } = report;
  const { total, byOperation, byPerson, byResult, withReason } = changes;
  const people = byPerson.values.length + (byPerson.none > 0 ? 1 : 0);
  const notices = [...gaps, ...unread.map(unreadText)].map((text): Block => ({ kind: 'notice', text }));
  return {
    title: `Changes since ${since.slice(0, 16).replace('T', ' ')} UTC`,
    facts: originFields(origin),
    figures: [
      { value: grouped(total), label: total === 1 ? 'change' : 'changes' },
      { value: grouped(total - withReason), label: 'of them without a reason' },
      { value: grouped(people), label: people === 1 ? 'person who made them' : 'people who made them' },
      ...(verification === null
        ? []
        : [{ value: verification.isIntact ? 'Intact' : 'Damaged', label: 'history of the user pool' }]),
    ],
    sections: [
      ...(notices.length === 0 ? [] : [{ title: 'What could not be read', blocks: notices }]),
      ...(verification === null ? [] : [verificationSection(verification, directory)]),
      ...(total === 0
        ? []
        : [
            { title: 'By operation', blocks: [breakdownBlock(byOperation, OPERATION_WORDS)] },
            { title: 'By person', blocks: [breakdownBlock(byPerson, PERSON_WORDS)] },
            { title: 'By result', blocks: [breakdownBlock(byResult, RESULT_WORDS)] },
          ]),
      {
        title: 'All changes',
        blocks: [
          {
            kind: 'table',
            table: changeTable(records, { caption: 'Changes, newest first', empty: 'No change is recorded.' }),
          },
        ],
      },
    ],
  };
}

/** What a verification of the history has found. */
export function verificationSection(
  verification: HistoryVerification,
  directory: Pick<Directory, 'flagsToRepeat' | 'tenant'>,
): Section {
  const { unknown, isTorn, faults, firstFaults } = verification;
  const left = (faults ?? 0) - firstFaults.length;
  return {
    title: 'Verification',
    blocks: [
      {
        kind: 'text',
        text:
          'Each line of the history contains the hash of the previous one, and the head that of the last. The whole ' +
          'history was verified, also what is not listed here.',
      },
      { kind: verification.isIntact ? 'text' : 'notice', text: verdict(verification, directory) },
      ...(unknown === null || unknown === 0
        ? []
        : [{ kind: 'text' as const, text: `The outcome of ${counted(unknown, 'change')} is unknown.` }]),
      ...(isTorn
        ? [{ kind: 'text' as const, text: 'The last line is incomplete: a process was killed while writing it.' }]
        : []),
      ...(firstFaults.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              table: {
                caption: 'Faults of the history',
                columns: [{ header: 'Problem' }, { header: 'Found' }, { header: 'File' }],
                rows: firstFaults.map(({ problem, found, file }) => [problem, found, file]),
              },
            },
          ]),
      ...(left === 0 || firstFaults.length === 0
        ? []
        : [{ kind: 'text' as const, text: `${counted(left, 'more fault')}.` }]),
    ],
  };
}

/** In a tenant without numbers, in which others have a part. */
function verdict(
  { isIntact, records, lines, faults }: HistoryVerification,
  directory: Pick<Directory, 'flagsToRepeat' | 'tenant'>,
): string {
  const checked =
    records === null || lines === null ? '' : `${counted(records, 'record')} in ${counted(lines, 'line')}, `;
  if (isIntact) return `Intact: ${checked}no line was altered, moved or removed.`;
  const found = faults === null ? 'lines were altered, moved or removed' : counted(faults, 'fault');
  return `Damaged: ${checked}${found}. To list all faults: ${commandLine(directory, 'history verify')}`;
}
