import { commandLine, type Directory } from '../../directory.js';
import { userLabel } from '../../model/user.js';
import type { ListView } from '../../output/view.js';
import { counted } from '../../text/counted.js';
import { type Finding, findingOf, type RuleInfo } from '../finding.js';
import { findingList } from '../report/finding-view.js';
import type { UsersCheck } from './check-users.js';
import { CHECKED_KINDS, USER_KINDS } from './kinds.js';
import type { Gap } from './person-reader.js';
import type { Problem } from './user-finding.js';

/** The rules of a check of all users. */
export const USER_RULES: readonly RuleInfo[] = CHECKED_KINDS.map(infoOf);

/**
 * A finding about a user. With `set`, the row that is printed is one that `users set-attributes --from` reads, and the others
 * are rows that name a user.
 */
export interface PersonFinding extends Finding {
  /** `null` for what could not be checked, which is about the pool. */
  readonly username: string | null;
  readonly tenantId: string | null;
  readonly set: NonNullable<Problem['set']>;
}

/** The findings of a check as they are made, then what it could not check. @throws AdminError as the check does */
export async function* usersFindings(
  check: UsersCheck,
  directory: Directory,
): AsyncGenerator<PersonFinding, void, undefined> {
  for await (const { user, problem } of check.problems) {
    const { rule, found, fix, command, set = {} } = problem;
    const finding = findingOf(infoOf(rule), {
      subject: `user ${userLabel(user)}`,
      found,
      fix,
      command: command === undefined ? null : commandLine(directory, command),
    });
    yield { ...finding, username: user.username, tenantId: user.tenantId, set };
  }
  for (const gap of check.gaps()) yield { ...gapFinding(gap, directory), username: null, tenantId: null, set: {} };
}

function infoOf(rule: string): RuleInfo {
  const kind = USER_KINDS[rule];
  if (kind === undefined) throw new Error(`no family of rules has the kind ${rule}`);
  return { rule, ...kind };
}

function gapFinding({ rule, users, reason, fix }: Gap, { endpoint }: Directory): Finding {
  return findingOf(infoOf(rule), {
    status: 'notCheckable',
    subject: `user pool ${endpoint.poolId}`,
    found: `not checked${users === undefined ? '' : ` for ${counted(users, 'user')}`}: ${reason}`,
    fix,
  });
}

/** Findings about users, each with what a command that reads rows needs. */
export const personFindingList: ListView<PersonFinding> = {
  ...findingList,
  columns: [
    ...findingList.columns,
    { key: 'username', header: 'username', value: ({ username }) => username, isWhole: true },
    { key: 'tenantId', header: 'tenant', value: ({ tenantId }) => tenantId },
    { key: 'newEmail', header: 'new email', value: ({ set }) => set.newEmail },
    { key: 'removeRoles', header: 'remove roles', value: ({ set }) => set.removeRoles },
  ],
  id: ({ username }) => username ?? '',
  json: ({ set, ...finding }) => ({ ...finding, ...set }),
};
