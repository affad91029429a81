import type { UserFinding } from '../../checks/people/user-finding.js';
import { userLabel } from '../../model/user.js';
import { eventList } from '../../users/read/event-view.js';
import { sessionList } from '../../users/read/session-view.js';
import { userCard } from '../../users/read/user-view.js';
import type { Block, ReportDocument, Section } from '../document/document.js';
import { changeTable } from '../history/change-table.js';
import { originFields } from '../origin.js';
import { unreadText } from '../unread.js';
import { viewTable } from '../view-table.js';
import type { UserHistory, UserReport } from './read-user-report.js';

/** The report on a user as a document. */
export function userDocument(report: UserReport): ReportDocument {
  const { origin, user, diagnosis, sessions, events, history, unread } = report;
  // The first field is the label, which is the title.
  const [, ...fields] = userCard.fields(user);
  return {
    title: userLabel(user),
    facts: originFields(origin),
    figures: [],
    sections: [
      ...(unread.length === 0 ? [] : [unreadSection(report)]),
      { title: 'Account', blocks: [{ kind: 'facts', fields }] },
      diagnosisSection(diagnosis),
      ...(sessions === null
        ? []
        : [
            tableSection(
              'Open sessions',
              viewTable(sessionList, SESSION_COLUMNS, {
                rows: sessions,
                caption: 'Open sessions',
                empty: 'No session is open.',
              }),
            ),
          ]),
      ...(events === null
        ? []
        : [
            tableSection(
              'Sign-in events',
              viewTable(eventList, EVENT_COLUMNS, {
                rows: events,
                caption: 'Latest sign-in events',
                empty: 'No sign-in event is recorded.',
              }),
            ),
          ]),
      ...(history === null ? [] : [historySection(history)]),
    ],
  };
}

const SESSION_COLUMNS = ['id', 'type', 'createdAt', 'lastActiveAt', 'device', 'ipAddress', 'city', 'country'];
const EVENT_COLUMNS = ['at', 'type', 'result', 'challenges', 'risk', 'ipAddress', 'device', 'city', 'country'];

function unreadSection({ unread }: UserReport): Section {
  return {
    title: 'What could not be read',
    blocks: unread.map((part) => ({ kind: 'notice', text: unreadText(part) })),
  };
}

function diagnosisSection({ verdict, findings, unread }: UserReport['diagnosis']): Section {
  return {
    title: 'Diagnosis',
    blocks: [
      { kind: 'text', text: verdict },
      ...unread.map((gap): Block => ({ kind: 'notice', text: `${gap.charAt(0).toUpperCase()}${gap.slice(1)}.` })),
      ...findingBlocks(
        'Prevents the sign-in',
        findings.filter(({ blocks }) => blocks),
      ),
      ...findingBlocks(
        'Worth checking',
        findings.filter(({ blocks }) => !blocks),
      ),
    ],
  };
}

function findingBlocks(title: string, findings: readonly UserFinding[]): Block[] {
  if (findings.length === 0) return [];
  return [
    { kind: 'heading', text: title },
    {
      kind: 'table',
      table: {
        caption: title,
        columns: [{ header: 'Rule' }, { header: 'Cause' }, { header: 'Fix' }, { header: 'Command', kind: 'command' }],
        rows: findings.map(({ rule, found, fix, command }) => [rule, found, fix, command]),
      },
    },
  ];
}

function tableSection(title: string, table: ReturnType<typeof viewTable>): Section {
  return { title, blocks: [{ kind: 'table', table }] };
}

function historySection({ total, latest, gaps }: UserHistory): Section {
  const shown = total > latest.length ? ` The latest ${latest.length} are listed.` : '';
  return {
    title: 'Changes',
    blocks: [
      {
        kind: 'text',
        text: `${total} ${total === 1 ? 'change' : 'changes'} made with sf-admin on this machine.${shown}`,
      },
      ...gaps.map((text): Block => ({ kind: 'notice', text })),
      ...(total === 0
        ? []
        : [
            { kind: 'table' as const, table: changeTable(latest, { caption: 'Latest changes', empty: 'No changes.' }) },
          ]),
    ],
  };
}
