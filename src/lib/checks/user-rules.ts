import { privilegedRoles } from '../conventions/roles.js';
import { parseDepartment } from '../conventions/department.js';
import { parseTenant } from '../conventions/tenant.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { AppClient } from '../model/app-client.js';
import type { SignInEvent } from '../model/sign-in-event.js';
import { type User, type UserDetail, userLabel } from '../model/user.js';
import { isCaseSensitive, passwordPolicy, type UserPool } from '../model/user-pool.js';
import { counted } from '../text/counted.js';
import { shellWord } from '../text/shell-word.js';
import type { Finding } from './finding.js';

/** Something that keeps a person from signing in, or may. */
export interface UserFinding extends Finding {
  /** Whether it alone is enough. */
  readonly blocks: boolean;
  /** The command that mends it, whole; `null` where the mend is outside of the user pool. */
  readonly command: string | null;
}

/** What the rules look at. */
export interface UserFacts {
  /** The name that was asked about. */
  readonly asked: string;
  /** Those who go by it: one, unless an address is shared. */
  readonly found: readonly UserDetail[];
  /** Others whose address differs in case alone. */
  readonly namesakes: readonly User[];
  readonly pool: UserPool;
  readonly clients: readonly AppClient[];
  /** The newest first; empty where the pool does not record them. */
  readonly events: readonly SignInEvent[];
  /** What the user could sign in with; `undefined` where the pool does not tell. */
  readonly factors: readonly string[] | undefined;
  readonly now: Date;
}

type Problem = Omit<UserFinding, 'subject' | 'command'> & { readonly command?: string };

/** What a rule looks at: one user, and what surrounds it. */
interface Case extends UserFacts {
  readonly user: UserDetail;
  readonly directory: Directory;
  /** The user, as a word of a command line. */
  readonly word: string;
}

/** Everything that keeps a user from signing in, or may: what blocks comes first. */
export function userFindings(facts: UserFacts, directory: Directory): UserFinding[] {
  const [user, ...others] = facts.found;
  const problems =
    user === undefined || others.length > 0
      ? nameProblems(facts)
      : RULES.flatMap((rule) =>
          rule({ ...facts, user, directory, word: shellWord(user.email ?? user.username) }),
        );
  const subject = `user ${user === undefined ? facts.asked : userLabel(user)}`;
  const repeat = directory.flagsToRepeat;
  const findings = problems.map(({ command, ...problem }): UserFinding => ({
    ...problem,
    subject,
    command: command === undefined ? null : `sf-admin ${command}${repeat === '' ? '' : ` ${repeat}`}`,
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
      mend: 'Sign in with the address as it is stored: this pool tells cases apart.',
      command: `users diagnose ${shellWord(username)}`,
    }));
  }
  return found.map(({ username, status }) => ({
    rule: 'SHARED_ADDRESS',
    blocks: true,
    found: `${counted(found.length, 'user')} have the address; ${username} is ${status}`,
    mend: 'Find out which one the person signs in as, and look at each by the user name.',
    command: `users diagnose ${shellWord(username)}`,
  }));
}

type Rule = (facts: Case) => Problem[];

const disabled: Rule = ({ user, word }) =>
  user.enabled
    ? []
    : [
        {
          rule: 'DISABLED',
          blocks: true,
          found: 'the account is disabled',
          mend: 'Find out who disabled it and why, then enable it.',
          command: `users enable ${word}`,
        },
      ];

const DAY_MS = 86_400_000;

/** An expired invitation is mended by sending it again, not by a password reset: COGNITO.md, "Users". */
const invitation: Rule = ({ user, pool, now, word }) => {
  if (user.status !== 'FORCE_CHANGE_PASSWORD') return [];
  const days = passwordPolicy(pool).temporaryPasswordValidityDays;
  const age = (since: string | null) =>
    since === null ? 0 : Math.floor((now.getTime() - Date.parse(since)) / DAY_MS);
  const resend = `users resend-invite ${word}`;
  // The clock starts when the password was set, which is not shown: at the latest with the last change of the user.
  if (age(user.updatedAt) >= days) {
    return [
      {
        rule: 'INVITATION_EXPIRED',
        blocks: true,
        found: `the invitation is ${counted(age(user.updatedAt), 'day')} old, and its password was valid for ${days}`,
        mend: 'Send it again: a password reset is no substitute.',
        command: resend,
      },
    ];
  }
  const mayBeOver = age(user.createdAt) >= days;
  return [
    {
      rule: mayBeOver ? 'INVITATION_MAY_HAVE_EXPIRED' : 'INVITATION_OPEN',
      blocks: false,
      found: mayBeOver
        ? `the user was invited ${counted(age(user.createdAt), 'day')} ago and changed since; the password may have expired`
        : `the invitation was not accepted yet: only its temporary password opens the door, within ${days} days`,
      mend: 'Where the mail is lost or too old, send it again.',
      command: resend,
    },
  ];
};

const STATUS_PROBLEMS: Readonly<Record<string, Pick<Problem, 'found' | 'mend'> & { how: string }>> = {
  RESET_REQUIRED: {
    found: 'the password was reset, and the user has not chosen another with the code',
    mend: 'Send another code, or give a temporary password.',
    how: '--send-code',
  },
  UNCONFIRMED: {
    found: 'the user signed up and never confirmed the address',
    mend: 'A permanent password confirms the account.',
    how: '--permanent --generate-password',
  },
  COMPROMISED: {
    found: 'Cognito holds the password for compromised',
    mend: 'Give another password.',
    how: '--temporary --generate-password',
  },
  ARCHIVED: {
    found: 'the account is archived',
    mend: 'Give a password, which makes it active again.',
    how: '--temporary --generate-password',
  },
};

const status: Rule = ({ user, word }) => {
  const known = Object.hasOwn(STATUS_PROBLEMS, user.status) ? STATUS_PROBLEMS[user.status] : undefined;
  if (known === undefined) return [];
  const { how, ...problem } = known;
  return [{ rule: user.status, blocks: true, ...problem, command: `users reset-password ${word} ${how}` }];
};

const address: Rule = ({ user, word }) => {
  if (user.status === 'EXTERNAL_PROVIDER') return [];
  if (user.email === null) {
    return [
      {
        rule: 'EMAIL_MISSING',
        blocks: true,
        found: 'the user has no address to sign in with',
        mend: 'Give one.',
        command: `users set-attributes ${word} --email ADDRESS`,
      },
    ];
  }
  if (user.emailVerified) return [];
  const isChange = user.status === 'CONFIRMED';
  return [
    {
      rule: isChange ? 'EMAIL_CHANGE_PENDING' : 'EMAIL_NOT_VERIFIED',
      blocks: false,
      found: isChange
        ? 'the address was changed and not confirmed since: codes and resets do not reach the user'
        : 'the address is not verified: codes and resets do not reach the user',
      mend: 'If the address is right, mark it verified.',
      command: `users set-attributes ${word} --email ${shellWord(user.email)}`,
    },
  ];
};

const namesakes: Rule = ({ user, namesakes: others, pool }) =>
  others.map(({ username, email }) => ({
    rule: 'ADDRESS_CASE',
    blocks: false,
    found: isCaseSensitive(pool)
      ? `another user, ${username}, has ${email ?? 'the address'}: this pool tells cases apart, so the spelling decides who signs in`
      : `another user, ${username}, has the same address${email === user.email ? '' : ` as ${email ?? ''}`}`,
    mend: 'Find out which one the person signs in as.',
    command: `users diagnose ${shellWord(username)}`,
  }));

const factors: Rule = ({ user, word, directory, pool }) => {
  const { methods, preferred } = user.mfa;
  const problems: Problem[] = [];
  const mend = 'Clear the factors, so that the user registers one at the next sign-in.';
  const command = `users reset-mfa ${word}`;
  if (preferred !== null && !methods.includes(preferred)) {
    problems.push({
      rule: 'MFA_PREFERENCE',
      blocks: true,
      found: `the preferred factor ${preferred} is not turned on`,
      mend,
      command,
    });
  }
  if (methods.includes('SMS_MFA') && user.attributes.phone_number === undefined) {
    problems.push({
      rule: 'MFA_PHONE',
      blocks: true,
      found: 'codes go by SMS, and the user has no phone number',
      mend,
      command,
    });
  }
  if (methods.length > 0) {
    problems.push({
      rule: 'MFA_ON',
      blocks: false,
      found: `a second factor is asked for: ${methods.join(', ')}`,
      mend: 'Where it is lost, remove it.',
      command,
    });
  }
  const privileged = privilegedRoles(user.roles, directory.conventions);
  // A federated user's second factor is the provider's.
  if (methods.length === 0 && privileged.length > 0 && user.status !== 'EXTERNAL_PROVIDER') {
    problems.push({
      rule: 'MFA_MISSING',
      blocks: false,
      found: `${privileged.join(', ')} demands a second factor, and there is none`,
      mend:
        pool.MfaConfiguration === 'OFF'
          ? 'Turn MFA on in the pool: sf-admin pool check.'
          : 'Have the user register a TOTP factor after signing in.',
    });
  }
  return problems;
};

/** What a sign-in can start with (API reference, ConfiguredUserAuthFactors). */
const FIRST_FACTORS = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'];

const firstFactor: Rule = ({ user, word, factors: configured }) => {
  if (configured === undefined || user.status !== 'CONFIRMED') return [];
  if (configured.some((factor) => FIRST_FACTORS.includes(factor))) return [];
  return [
    {
      rule: 'NO_FIRST_FACTOR',
      blocks: true,
      found: 'the user has no password, nor anything else to start a sign-in with',
      mend: 'Give a password.',
      command: `users reset-password ${word} --temporary --generate-password`,
    },
  ];
};

const tenant: Rule = ({ user, word, directory }) => {
  const move = `users set-attributes ${word} --move-to-tenant TENANT`;
  if (user.tenantId === null) {
    return [
      {
        rule: 'TENANT_MISSING',
        blocks: true,
        found: 'the user is in no tenant, and StackFlow shows nothing to one who is in none',
        mend: 'Put the user in the right one.',
        command: move,
      },
    ];
  }
  return refusal(() => parseTenant(user.tenantId ?? '', directory.conventions), {
    rule: 'TENANT_INVALID',
    blocks: true,
    mend: 'Put the user in the right one.',
    command: move,
  });
};

const roles: Rule = ({ user, word, directory }) => {
  const known = new Set<string>(directory.conventions.roles.map(({ name }) => name));
  const unknown = user.roles.filter((role) => !known.has(role));
  const example = directory.conventions.roles[0]?.name ?? 'ROLE';
  if (user.roles.length === 0) {
    return [
      {
        rule: 'ROLE_MISSING',
        blocks: true,
        found: 'the user has no role',
        mend: 'Give the right one.',
        command: `users set-attributes ${word} --add-role ${example}`,
      },
    ];
  }
  return unknown.map((role) => ({
    rule: 'ROLE_UNKNOWN',
    blocks: unknown.length === user.roles.length,
    found: `${role} is not a StackFlow role`,
    mend: 'Remove it, and add the one that was meant.',
    command: `users set-attributes ${word} --remove-role ${shellWord(role)} --add-role ${example}`,
  }));
};

const department: Rule = ({ user, word, directory }) =>
  user.department === null
    ? []
    : refusal(() => parseDepartment(user.department ?? '', directory.conventions), {
        rule: 'DEPARTMENT_INVALID',
        blocks: false,
        mend: 'Correct it.',
        command: `users set-attributes ${word} --department ID`,
      });

/** The flows by which a client takes a password itself (API reference, ExplicitAuthFlowsType). */
const PASSWORD_FLOWS = new Set([
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'USER_PASSWORD_AUTH',
]);

const clientFlows: Rule = ({ user, clients }) => {
  // None means that none could be read, or that there is none: the first is told elsewhere.
  if (clients.length === 0) return [];
  const provider = user.status === 'EXTERNAL_PROVIDER' ? providerOf(user) : 'COGNITO';
  if (clients.some((client) => lets(client, provider))) return [];
  const names = clients.map(({ ClientName, ClientId }) => ClientName ?? ClientId).join(', ');
  return [
    {
      rule: 'CLIENT_FLOWS',
      blocks: true,
      found:
        provider === 'COGNITO'
          ? `no app client (${names}) lets anybody sign in with a password`
          : `no app client (${names}) lets anybody sign in through ${provider}`,
      mend: 'Look at the clients: an edit may have reset their sign-in flows. Mend them in the AWS console.',
      command: 'pool check',
    },
  ];
};

function lets(client: AppClient, provider: string): boolean {
  const hosted =
    client.AllowedOAuthFlowsUserPoolClient === true &&
    client.AllowedOAuthFlows?.some((flow) => flow === 'code' || flow === 'implicit') === true &&
    client.SupportedIdentityProviders?.includes(provider) === true;
  return (
    hosted ||
    (provider === 'COGNITO' && client.ExplicitAuthFlows?.some((flow) => PASSWORD_FLOWS.has(flow)) === true)
  );
}

const federated: Rule = ({ user }) =>
  user.status !== 'EXTERNAL_PROVIDER'
    ? []
    : [
        {
          rule: 'FEDERATED',
          blocks: false,
          found: `the user signs in through ${providerOf(user)} and has no password here`,
          mend: 'Look for the trouble there: the account, its groups, the sign-in log of the provider.',
        },
      ];

/** A federated user goes by `Provider_id` (developer guide, "Adding sign-in through a third party"). */
function providerOf({ username }: User): string {
  return username.split('_')[0] ?? username;
}

const attempts: Rule = ({ events, word }) => {
  const signIns = events.filter(({ type }) => type === 'SignIn');
  const success = signIns.findIndex(({ result }) => result === 'Pass');
  const failed = (success === -1 ? signIns : signIns.slice(0, success)).filter(
    ({ result }) => result === 'Fail',
  );
  const [latest] = failed;
  if (latest === undefined) return [];
  const blocked = failed.some(({ decision }) => decision === 'Block');
  return [
    {
      rule: blocked ? 'ATTEMPTS_BLOCKED' : 'ATTEMPTS_FAILED',
      blocks: blocked,
      found:
        `${counted(failed.length, 'attempt')} failed since the last success, the latest at ${latest.at ?? 'an unknown time'}` +
        (blocked ? ', blocked by threat protection' : ''),
      mend: blocked
        ? 'Look at the events, and at the risk that threat protection saw.'
        : 'The password may be wrong, or Cognito locks the account out for a while after several failures.',
      command: `users events ${word}`,
    },
  ];
};

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

/** What a parser of the conventions refuses, as a finding in its own words. */
function refusal(parse: () => unknown, problem: Omit<Problem, 'found'>): Problem[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return [{ ...problem, found: error.message }];
  }
}
