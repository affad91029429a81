import { privilegedGroups } from '../../conventions/roles.js';
import { commandLine, type Directory } from '../../directory.js';
import { type User, type UserDetail, userLabel } from '../../model/user.js';
import { counted } from '../../text/counted.js';
import { shellWord } from '../../text/quoted.js';
import { disabledRule, invitationRule, statusRule } from './account-rules.js';
import { attemptsRule } from './activity-rules.js';
import { addressRule, namesakesRule } from './address-rules.js';
import { departmentRule, groupRolesRule, rolesRule, tenantRule } from './convention-rules.js';
import { firstFactorRule, privilegedFactorRule, registeredFactors, secondFactorRule } from './factor-rules.js';
import {
  clientFlowsRule,
  federatedRule,
  mappedAttributesRule,
  passwordNotOfferedRule,
  providerGoneRule,
  providerNotOfferedRule,
} from './provider-rules.js';
import type { Case, Problem, Rule, UserFacts, UserFinding } from './user-finding.js';

const RULES: readonly Rule[] = [
  disabledRule,
  invitationRule,
  statusRule,
  addressRule,
  namesakesRule,
  secondFactorRule,
  privilegedFactorRule,
  firstFactorRule,
  tenantRule,
  rolesRule,
  departmentRule,
  groupRolesRule,
  providerGoneRule,
  mappedAttributesRule,
  providerNotOfferedRule,
  passwordNotOfferedRule,
  clientFlowsRule,
  federatedRule,
  attemptsRule,
];

/** Everything that keeps a user from signing in, or may; findings that block come first. */
export function userFindings(facts: UserFacts, directory: Directory): UserFinding[] {
  const [user, ...others] = facts.found;
  const problems =
    user === undefined || others.length > 0
      ? nameProblems(facts)
      : RULES.flatMap((rule) => rule(caseOf(facts, user, directory)) ?? []);
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

function caseOf(facts: UserFacts, user: UserDetail, { conventions }: Directory): Case {
  const secondFactors = registeredFactors(user.mfa.methods, facts.factors, facts.pool);
  const names = facts.groups.map(({ name }) => name);
  const word = shellWord(nameOf(user, facts.namesakes));
  return { ...facts, user, conventions, secondFactors, word, privilegedGroups: privilegedGroups(names, conventions) };
}

/** If the name does not lead to exactly one user, the name itself is the problem. */
function nameProblems({ asked, found, namesakes }: UserFacts): Problem[] {
  if (found.length === 0) {
    return namesakes.map(({ email, username }) => ({
      rule: 'ADDRESS_CASE',
      blocks: true,
      found: `no user has the address ${asked}, but ${email ?? username} differs only in case`,
      fix: 'Sign in with the address as it is stored: this pool is case-sensitive.',
      command: `users diagnose ${shellWord(username)}`,
    }));
  }
  return found.map(({ username, status }) => ({
    rule: 'SHARED_ADDRESS',
    blocks: true,
    found: `${counted(found.length, 'user')} have the address; ${username} is ${status}`,
    fix: 'Find out which one the person signs in as, and diagnose each by user name.',
    command: `users diagnose ${shellWord(username)}`,
  }));
}

/** The address is ambiguous if another user has it in other case. */
function nameOf({ email, username }: User, namesakes: readonly User[]): string {
  return email === null || namesakes.length > 0 ? username : email;
}
