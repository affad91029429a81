import type { Directory } from '../../directory.js';
import { type User, userFromList } from '../../model/user.js';
import { readAhead, userPages } from '../../users/read/user-pages.js';
import { disabledPrivilegedRule, invitationRule } from './account-rules.js';
import { notSignedInRule } from './activity-rules.js';
import { addressRule, namesakesRule } from './address-rules.js';
import { departmentRule, rolesRule, tenantRule } from './convention-rules.js';
import { privilegedFactorRule } from './factor-rules.js';
import { type Gap, type PersonOptions, PersonReader } from './person-reader.js';
import type { Person, Problem, Rule } from './user-finding.js';

const RULES: readonly Rule<Person>[] = [
  tenantRule,
  rolesRule,
  departmentRule,
  privilegedFactorRule,
  addressRule,
  namesakesRule,
  invitationRule,
  disabledPrivilegedRule,
  notSignedInRule,
];

/** What a check of all users found about one of them. */
export interface UserProblem {
  readonly user: User;
  readonly problem: Problem;
}

/** A check of all users, and how far it has come. */
export interface UsersCheck {
  /** What is wrong, as it is found. @throws AdminError as the calls do */
  readonly problems: AsyncIterable<UserProblem>;
  /** Users listed, and users who were checked: those of the caller's tenant who still exist. */
  readonly read: () => number;
  readonly checked: () => number;
  /** Users who were deleted after they were listed: nothing is reported about them. */
  readonly deleted: () => number;
  /** What could not be checked. */
  readonly gaps: () => readonly Gap[];
}

/**
 * Checks every user of the pool, or of the tenant that the directory acts in, against the conventions and what Cognito
 * requires. The pool is listed once (ListUsers); other calls are made only for users with a privileged role, for users who
 * share an address, and with `inactiveDays` for each user.
 *
 * @param onPerson called for each user who is checked, before what is wrong with the user is reported
 */
export function checkUsers(
  directory: Directory,
  options: PersonOptions,
  onPerson: (person: Person) => void = () => undefined,
): UsersCheck {
  const reader = new PersonReader(directory, options);
  const counts = { read: 0, checked: 0 };
  async function* problems(): AsyncGenerator<UserProblem, void, undefined> {
    try {
      await reader.start();
      for await (const page of readAhead(userPages(directory, {}, { toUser: userFromList }))) {
        const people = await reader.read(page.users);
        counts.read += page.read;
        for (const person of people) {
          counts.checked += 1;
          onPerson(person);
          for (const problem of problemsOf(person)) {
            if (options.kinds.has(problem.rule)) yield { user: person.user, problem };
          }
        }
      }
    } finally {
      reader.close();
    }
  }
  return {
    problems: problems(),
    read: () => counts.read,
    checked: () => counts.checked,
    deleted: () => reader.deleted,
    gaps: () => reader.gaps(),
  };
}

function problemsOf(person: Person): Problem[] {
  const problems: Problem[] = [];
  for (const rule of RULES) {
    const found = rule(person);
    if (found !== undefined) problems.push(...[found].flat());
  }
  return problems;
}
