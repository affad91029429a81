import type { Column } from '../output/view.js';
import { UNKNOWN } from './read-review.js';
import type { ReviewedUser } from './review.js';

/** What the history, or the user pool, has nothing of. */
const NONE = 'none recorded';

/**
 * What a review shows of a user. Words in place of true and false, and groups apart by spaces, which their names do not
 * have: spreadsheets write TRUE for true.
 */
export const REVIEW_COLUMNS: readonly Column<ReviewedUser>[] = [
  { key: 'username', header: 'user name', value: ({ username }) => username },
  { key: 'sub', header: 'sub', value: ({ sub }) => sub },
  { key: 'email', header: 'email', value: ({ email }) => email },
  { key: 'tenantId', header: 'tenant', value: ({ tenantId }) => tenantId },
  { key: 'roles', header: 'roles', value: ({ roles }) => roles },
  { key: 'privilegedRoles', header: 'privileged roles', value: (user) => user.privilegedRoles },
  {
    key: 'privilegedGroups',
    header: 'privileged groups',
    value: ({ privilegedGroups: names }) => (names.length === 0 ? null : names.join(' ')),
  },
  {
    key: 'temporary',
    header: 'temporary',
    value: ({ temporary }) => temporary.map(({ role, until }) => `${role} until ${until}`),
  },
  { key: 'mfa', header: 'MFA', value: ({ mfa }) => (mfa === null ? UNKNOWN : mfa.length === 0 ? 'none' : mfa) },
  { key: 'access', header: 'access', value: ({ enabled }) => (enabled ? 'enabled' : 'disabled') },
  { key: 'status', header: 'status', value: ({ status }) => status },
  { key: 'createdAt', header: 'created', value: ({ createdAt }) => createdAt, isTime: true },
  { key: 'updatedAt', header: 'changed', value: ({ updatedAt }) => updatedAt, isTime: true },
  { key: 'lastChange', header: 'last change', value: ({ lastChange }) => lastChange?.operation ?? NONE },
  { key: 'lastChangeAt', header: 'at', value: ({ lastChange }) => lastChange?.at, isTime: true },
  { key: 'lastChangeBy', header: 'by', value: ({ lastChange }) => lastChange && (lastChange.by ?? UNKNOWN) },
  { key: 'lastSignIn', header: 'last sign-in', value: ({ lastSignIn }) => lastSignIn ?? NONE, isTime: true },
];
