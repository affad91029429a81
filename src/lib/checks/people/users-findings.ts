import { commandLine, type Directory } from '../../directory.js';
import { userLabel } from '../../model/user.js';
import type { ListView } from '../../output/view.js';
import type { ConsoleSubject } from '../../text/console-url.js';
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

const subject = ({ username }: PersonFinding): ConsoleSubject | undefined =>
  username === null ? undefined : { kind: 'user', username };

/** Findings about users, each with what a command that reads rows needs. */
export const personFindingList: ListView<PersonFinding> = {
  ...findingList,
  columns: [
    ...findingList.columns,
    { key: 'username', header: 'username', value: ({ username }) => username, isWhole: true, subject },
    { key: 'tenantId', header: 'tenant', value: ({ tenantId }) => tenantId },
    { key: 'newEmail', header: 'new email', value: ({ set }) => set.newEmail },
    { key: 'removeRoles', header: 'remove roles', value: ({ set }) => set.removeRoles },
  ],
  id: ({ username }) => username ?? '',
  json: ({ set, ...finding }) => ({ ...finding, ...set }),
};

/** Tenants that are listed one by one. A pool may have a thousand, and a broken one may have one for each user. */
const MAX_TENANTS = 50;

type Kinds = Map<string, number>;

/** Counts findings about users by tenant and kind, in constant memory. */
export class TenantCounts {
  readonly #tenants = new Map<string | null, Kinds>();
  readonly #others: Kinds = new Map();

  /** Passes findings on, and counts those about a user. */
  async *count(findings: AsyncIterable<PersonFinding>): AsyncGenerator<PersonFinding, void, undefined> {
    for await (const finding of findings) {
      if (finding.username !== null) this.#add(finding);
      yield finding;
    }
  }

  /** A line for each tenant, and below it one for each kind, the most frequent first. Together they are all findings. */
  lines(): string[] {
    const named = [...this.#tenants].map(([tenant, kinds]) => ({ name: tenant ?? 'no tenant', kinds }));
    named.sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
    const all = this.#others.size === 0 ? named : [...named, { name: 'other tenants', kinds: this.#others }];
    return all.flatMap(({ name, kinds }) => {
      const sorted = [...kinds].sort(([, one], [, other]) => other - one);
      const total = sorted.reduce((sum, [, count]) => sum + count, 0);
      return [`${name}: ${counted(total, 'finding')}`, ...sorted.map(([rule, count]) => `  ${rule}: ${count}`)];
    });
  }

  #add({ tenantId, rule }: PersonFinding): void {
    let kinds = this.#tenants.get(tenantId);
    if (kinds === undefined && this.#tenants.size < MAX_TENANTS) {
      kinds = new Map();
      this.#tenants.set(tenantId, kinds);
    }
    kinds ??= this.#others;
    kinds.set(rule, (kinds.get(rule) ?? 0) + 1);
  }
}
