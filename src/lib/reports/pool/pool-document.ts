import type { Directory } from '../../directory.js';
import { breakdownBlock, share } from '../breakdown-blocks.js';
import type { Block, Figure, ReportDocument, Section } from '../document/document.js';
import { grouped } from '../document/grouped.js';
import { changeTable, OPERATION_WORDS, PERSON_WORDS } from '../history/change-table.js';
import { originFields } from '../origin.js';
import { unreadText } from '../unread.js';
import { findingsSection } from './findings-section.js';
import { HISTORY_PART, type PoolReport, type RecentChanges } from './read-pool-report.js';
import type { UserNumbers } from './user-numbers.js';

/** The report on a user pool as a document. */
export function poolDocument(report: PoolReport, directory: Pick<Directory, 'flagsToRepeat'>): ReportDocument {
  const { origin, users, changes, findings, unread } = report;
  const problem = origin.identityProblem === null ? [] : [{ part: 'the AWS identity', reason: origin.identityProblem }];
  const notices = [...unread, ...problem].map((part): Block => ({ kind: 'notice', text: unreadText(part) }));
  return {
    title: `${origin.tenant ?? 'User pool'}: users and security`,
    facts: originFields(origin),
    figures: figuresOf(report),
    sections: [
      ...(notices.length === 0 ? [] : [{ title: 'What could not be read', blocks: notices }]),
      ...(users === null ? [] : userSections(users)),
      findingsSection(findings, { directory, isComplete: areChecksComplete(report) }),
      ...(changes === null ? [] : [changesSection(changes)]),
    ],
  };
}

function figuresOf(report: PoolReport): Figure[] {
  const { users } = report;
  const ofFindings = findingFigures(report);
  if (users === null) return ofFindings;
  const privileged = users.secondFactors.find(({ role }) => role === null);
  return [
    { value: grouped(users.total), label: users.total === 1 ? 'user' : 'users' },
    { value: grouped(users.disabled), label: 'disabled' },
    ...(privileged === undefined || privileged.users === 0
      ? []
      : [
          {
            value: share(privileged.withFactor, privileged.users),
            label: 'of privileged users have a second factor',
          },
        ]),
    ...ofFindings,
  ];
}

/** None of what was read is no number of findings as long as there is something that was not read. */
function findingFigures(report: PoolReport): Figure[] {
  const { open } = report.findings.counts;
  const severe = open.critical + open.high;
  const openFindings = Object.values(open).reduce((sum, count) => sum + count, 0);
  const isComplete = areChecksComplete(report);
  if (!isComplete && openFindings === 0) return [];
  const label = openFindings === 1 ? 'open finding' : 'open findings';
  return [
    { value: grouped(openFindings), label: isComplete ? label : `${label} in what could be read` },
    { value: grouped(severe), label: 'of them high or critical' },
  ];
}

/** Whether everything was read that the checks look at. */
function areChecksComplete({ unread }: PoolReport): boolean {
  return unread.every(({ part }) => part === HISTORY_PART);
}

const USERS = { count: 'Users' };

function userSections(users: UserNumbers): Section[] {
  return [
    {
      title: 'Users by tenant',
      blocks: [
        breakdownBlock(users.byTenant, {
          ...{ ...USERS, caption: 'Users by tenant', value: 'Tenant' },
          ...{ none: 'no tenant', others: 'other tenants' },
        }),
      ],
    },
    {
      title: 'Users by status',
      blocks: [
        { kind: 'text', text: `${grouped(users.enabled)} enabled, ${grouped(users.disabled)} disabled.` },
        breakdownBlock(users.byStatus, {
          ...{ ...USERS, caption: 'Users by status', value: 'Status', none: 'none', others: 'other statuses' },
        }),
      ],
    },
    {
      title: 'Users by role',
      blocks: [
        { kind: 'text', text: 'Each user is counted once, with all roles together.' },
        breakdownBlock(users.byRoles, {
          ...{ ...USERS, caption: 'Users by role', value: 'Roles', none: 'no role', others: 'other combinations' },
        }),
      ],
    },
    { title: 'Second factors of privileged roles', blocks: factorBlocks(users) },
    { title: 'Invitations', blocks: invitationBlocks(users) },
    { title: 'New users by month', blocks: monthBlocks(users) },
  ];
}

function factorBlocks({ secondFactors }: UserNumbers): Block[] {
  const roles = secondFactors.filter(({ role }) => role !== null);
  const caption = 'Second factors of users with a privileged role';
  if (roles.length === 0) return [{ kind: 'text', text: 'The context has no privileged roles.' }];
  const any = secondFactors.find(({ role }) => role === null);
  return [
    {
      kind: 'text',
      text:
        'A stolen password alone gives control of an account without a second factor. A user with several roles is ' +
        'counted for each of them, and once in the last row.',
    },
    {
      kind: 'chart',
      chart: {
        kind: 'stacks',
        label: caption,
        series: ['with', 'without', 'federated', 'not read'],
        stacks: roles.map(({ role, withFactor, withoutFactor, federated, notRead }) => ({
          label: role ?? '',
          counts: [withFactor, withoutFactor, federated, notRead],
        })),
      },
      table: {
        caption,
        columns: [
          { header: 'Role' },
          ...['With', 'Without', 'Federated', 'Not read', 'Users'].map((header) => ({
            header,
            kind: 'number' as const,
          })),
        ],
        rows: roles.map((role) => factorRow(role.role ?? '', role)),
        ...(any === undefined ? {} : { total: factorRow('any of them', any) }),
      },
    },
  ];
}

function factorRow(label: string, coverage: UserNumbers['secondFactors'][number]) {
  const { withFactor, withoutFactor, federated, notRead, users } = coverage;
  return [label, withFactor, withoutFactor, federated, notRead, users];
}

function invitationBlocks({ invitations }: UserNumbers): Block[] {
  const { total, pending, mayHaveExpired, expired, notRead } = invitations;
  if (total === 0) return [{ kind: 'text', text: 'No invitation is open.' }];
  const states = [
    { label: 'pending', count: pending },
    { label: 'may have expired', count: mayHaveExpired },
    { label: 'expired', count: expired },
    ...(notRead === 0 ? [] : [{ label: 'not known', count: notRead }]),
  ];
  const caption = 'Invitations that were not accepted';
  return [
    {
      kind: 'chart',
      chart: { kind: 'bars', label: caption, bars: states },
      table: {
        caption,
        columns: [{ header: 'Invitation' }, { header: 'Users', kind: 'number' }],
        rows: states.map(({ label, count }) => [label, count]),
        total: ['Total', total],
      },
    },
  ];
}

function monthBlocks({ byMonth }: UserNumbers): Block[] {
  const caption = 'New users by month';
  const months = byMonth.values.map(({ value, count }) => ({ label: value, count }));
  const rows = [
    ...(byMonth.others === 0 ? [] : [['other months', byMonth.others]]),
    ...months.map(({ label, count }) => [label, count]),
    ...(byMonth.none === 0 ? [] : [['not known', byMonth.none]]),
  ];
  const table = {
    caption,
    columns: [{ header: 'Month' }, { header: 'Users', kind: 'number' as const }],
    rows,
    total: ['Total', byMonth.total],
    empty: 'There are no users.',
  };
  const text = 'By the date of creation (UTC). Users who have been deleted since are not counted.';
  if (months.length < 2)
    return [
      { kind: 'text', text },
      { kind: 'table', table },
    ];
  return [
    { kind: 'text', text },
    { kind: 'chart', chart: { kind: 'months', label: caption, months }, table },
  ];
}

function changesSection({ since, total, latest, gaps, ...numbers }: RecentChanges): Section {
  const shown = total > latest.length ? ` The latest ${latest.length} are listed.` : '';
  return {
    title: 'Recent changes',
    blocks: [
      {
        kind: 'text',
        text: `${grouped(total)} ${total === 1 ? 'change' : 'changes'} made with sf-admin on this machine since ${since.slice(0, 10)}.${shown}`,
      },
      ...gaps.map((text): Block => ({ kind: 'notice', text })),
      ...(total === 0
        ? []
        : [
            breakdownBlock(numbers.byOperation, OPERATION_WORDS),
            breakdownBlock(numbers.byPerson, PERSON_WORDS),
            {
              kind: 'table' as const,
              table: changeTable(latest, { caption: 'Latest changes', empty: 'No changes.' }),
            },
          ]),
    ],
  };
}
