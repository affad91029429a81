import { counted } from '../../text/counted.js';
import type { Kinds, Person, Rule } from './user-finding.js';

export const ACTIVITY_KINDS = {
  ATTEMPTS_FAILED: {
    severity: 'note',
    expected: 'the latest attempt to sign in succeeded',
    why: 'Several failures in a row lock the account for a while.',
  },
  ATTEMPTS_BLOCKED: {
    severity: 'medium',
    expected: 'threat protection blocks no attempt to sign in',
    why: 'The attempts look like those of another person.',
  },
  NOT_SIGNED_IN: {
    severity: 'medium',
    expected: 'a sign-in within the days that --inactive gives',
    why: 'If an attacker takes over an unused account, the owner does not notice.',
  },
} as const satisfies Kinds;

export const attemptsRule: Rule = ({ events, word }) => {
  const signIns = events.filter(({ type }) => type === 'SignIn');
  const success = signIns.findIndex(({ result }) => result === 'Pass');
  const failed = (success === -1 ? signIns : signIns.slice(0, success)).filter(({ result }) => result === 'Fail');
  const [latest] = failed;
  if (latest === undefined) return undefined;
  const blocked = failed.some(({ decision }) => decision === 'Block');
  return {
    rule: blocked ? 'ATTEMPTS_BLOCKED' : 'ATTEMPTS_FAILED',
    blocks: blocked,
    found:
      `${counted(failed.length, 'attempt')} failed since the last success, the latest at ${latest.at ?? 'an unknown time'}` +
      (blocked ? ', blocked by threat protection' : ''),
    fix: blocked
      ? 'Check the events, and the risk that threat protection reported.'
      : 'The password may be wrong, or Cognito has locked the account for a while after several failures.',
    command: `users events ${word}`,
  };
};

export const notSignedInRule: Rule<Person> = ({ idleDays, word }) => {
  if (idleDays === undefined) return undefined;
  return {
    rule: 'NOT_SIGNED_IN',
    blocks: false,
    found: `no sign-in is recorded for at least ${counted(idleDays, 'day')}`,
    fix: 'If the person does not need the account, disable it.',
    command: `users disable ${word}`,
  };
};
