import { pickColumns } from '../../output/columns.js';
import { REVIEW_COLUMNS } from '../../reviews/review-columns.js';
import type { AccessReview } from '../../reviews/review.js';
import type { Block, ReportDocument } from '../document/document.js';
import { grouped } from '../document/grouped.js';
import { type Origin, originFields } from '../origin.js';

/** A review, and where it was made. The keys are part of the JSON output. */
export interface ReviewReport extends AccessReview {
  readonly origin: Origin;
}

/** What a page shows of a user: all but the technical names, which the CSV file has. */
const SHOWN = [
  'email',
  'tenantId',
  'roles',
  'privilegedRoles',
  'privilegedGroups',
  'temporary',
  'mfa',
  'access',
  'status',
  'createdAt',
  'lastChange',
  'lastChangeAt',
  'lastChangeBy',
  'lastSignIn',
];

/** A review to read. */
export function reviewDocument({ origin, users, gaps, privileged, reviewer }: ReviewReport): ReportDocument {
  const columns = pickColumns(SHOWN, { columns: REVIEW_COLUMNS });
  const withoutMfa = users.filter(({ mfa }) => mfa?.length === 0).length;
  const isPrivileged = users.filter((user) => user.privilegedRoles.length + user.privilegedGroups.length > 0).length;
  return {
    title: privileged ? 'Who holds privileged access' : 'Who has access',
    facts: [...originFields(origin), { label: 'reviewer', value: reviewer ?? 'none' }],
    figures: [
      { value: grouped(users.length), label: users.length === 1 ? 'user' : 'users' },
      { value: grouped(isPrivileged), label: 'of them with a privileged role or group' },
      { value: grouped(withoutMfa), label: 'of them without a second factor' },
    ],
    sections: [
      ...(gaps.length === 0
        ? []
        : [
            {
              title: 'What is not known',
              blocks: gaps.map((gap): Block => ({ kind: 'notice', text: sentence(gap) })),
            },
          ]),
      {
        title: 'Users',
        blocks: [
          {
            kind: 'table',
            table: {
              caption: 'Users by tenant and address',
              empty: 'No user has such access.',
              columns: columns.map(({ header, isTime }) => ({
                header: header.charAt(0).toUpperCase() + header.slice(1),
                ...(isTime === true ? { kind: 'time' as const } : {}),
              })),
              rows: users.map((user) => columns.map(({ value }) => value(user))),
            },
          },
        ],
      },
    ],
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
