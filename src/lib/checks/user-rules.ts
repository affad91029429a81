import { commandLine, type Directory } from '../directory.js';
import { type User, userLabel } from '../model/user.js';
import { counted } from '../text/counted.js';
import { shellWord } from '../text/quoted.js';
import { address, attempts, disabled, invitation, namesakes, status } from './account-rules.js';
import { department, roles, tenant } from './convention-rules.js';
import { factors, firstFactor } from './factor-rules.js';
import { clientFlows, federated } from './provider-rules.js';
import type { Problem, Rule, UserFacts, UserFinding } from './user-finding.js';

const RULES: readonly Rule[] = [
  disabled,
  invitation,
  status,
  address,
  namesakes,
  factors,
  firstFactor,
  tenant,
  roles,
  department,
  clientFlows,
  federated,
  attempts,
];

/** Everything that keeps a user from signing in, or may: what blocks comes first. */
export function userFindings(facts: UserFacts, directory: Directory): UserFinding[] {
  const [user, ...others] = facts.found;
  const problems =
    user === undefined || others.length > 0
      ? nameProblems(facts)
      : RULES.flatMap((rule) =>
          rule({ ...facts, user, directory, word: shellWord(nameOf(user, facts.namesakes)) }),
        );
  const subject = `user ${user === undefined ? facts.asked : userLabel(user)}`;
  const findings = problems.map(({ rule, blocks, found, fix, command }): UserFinding => ({
    rule,
    blocks,
    subject,
    found,
    fix,
    command: command === undefined ? null : commandLine(directory, command),
  }));
  return [...findings.filter(({ blocks }) => blocks), ...findings.filter(({ blocks }) => !blocks)];
}

/** Where the name itself is the trouble: several go by it, or nobody does but somebody nearly. */
function nameProblems({ asked, found, namesakes }: UserFacts): Problem[] {
  if (found.length === 0) {
    return namesakes.map(({ email, username }) => ({
      rule: 'ADDRESS_CASE',
      blocks: true,
      found: `nobody has the address ${asked}, and ${email ?? username} differs in case alone`,
      fix: 'Sign in with the address as it is stored: this pool tells cases apart.',
      command: `users diagnose ${shellWord(username)}`,
    }));
  }
  return found.map(({ username, status }) => ({
    rule: 'SHARED_ADDRESS',
    blocks: true,
    found: `${counted(found.length, 'user')} have the address; ${username} is ${status}`,
    fix: 'Find out which one the person signs in as, and look at each by the user name.',
    command: `users diagnose ${shellWord(username)}`,
  }));
}

/** The address names a user where no other has it, however it is written. */
function nameOf({ email, username }: User, namesakes: readonly User[]): string {
  return email === null || namesakes.length > 0 ? username : email;
}
