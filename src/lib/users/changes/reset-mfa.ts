import type { Applied, Change } from '../../changes/change.js';
import { type StepToTake, type StepResult, takeSteps } from '../../changes/take-steps.js';
import type { OperationInput } from '../../cognito/client/operations.js';
import { privilegedRoles } from '../../conventions/roles.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type FieldChange, movedFields, sameValue } from '../../model/field-change.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { readUser } from '../read/find-user.js';
import { signInFactors } from '../read/sign-in-factors.js';
import { written } from '../../changes/written.js';
import { changeUser, lettingIn } from './user-change.js';

/**
 * Lets a user who lost the second factor sign in without it: clears the preference, then removes the TOTP factor
 * (AdminSetUserMFAPreference, AdminDeleteSoftwareToken). If the pool requires MFA, only the TOTP factor is removed:
 * Cognito refuses to turn the others off.
 *
 * @throws AdminError as `findUser` does
 */
export async function resetMfa(directory: Directory, input: { user: string }): Promise<Change> {
  const isRequired = (await directory.pool()).MfaConfiguration === 'ON';
  return changeUser(directory, input.user, async (user) => {
    const { methods: enabled, preferred } = user.mfa;
    const hasTotp = await hasTotpFactor(directory, user);
    const methods = isRequired ? enabled.filter((method) => method !== TOTP) : [];
    const after: MfaSettings = { methods, preferred: methods.find((method) => method === preferred) ?? null };
    const settings: FieldChange[] = [
      { field: 'mfaMethods', before: enabled, after: methods },
      { field: 'mfaPreferred', before: preferred, after: after.preferred },
    ];
    return lettingIn(directory, user, {
      operation: 'users.reset-mfa',
      fields: [...settings, { field: 'totpFactor', before: hasTotp ? 'registered' : null, after: null }],
      disruption: 'They can sign in with the password alone until they register a new factor.',
      ...(hasTotp ? { irreversible: 'A removed TOTP factor has to be registered again.' } : {}),
      doneMessage: `Reset the second factors of ${userLabel(user)}.`,
      unchangedMessage: `${userLabel(user)} has no second factor.`,
      notes: privilegeNote(directory, user),
      apply: () =>
        takeSteps(userLabel(user), [
          ...(movedFields(settings).length > 0 ? [clearPreference(directory, user, after)] : []),
          ...(hasTotp ? [removeTotpFactor(directory, user)] : []),
        ]),
    });
  });
}

/** The second factors that are turned on, and which of them a sign-in asks for first. */
interface MfaSettings {
  readonly methods: readonly string[];
  readonly preferred: string | null;
}

/** What UserMFASettingList calls a TOTP factor (API reference, AdminGetUser). */
export const TOTP = 'SOFTWARE_TOKEN_MFA';

/** An app that was turned off is still registered, and a pool that requires MFA asks for its code. */
async function hasTotpFactor({ cognito }: Directory, { username, mfa }: UserDetail): Promise<boolean> {
  const configured = await signInFactors(cognito, username);
  return configured?.includes('SOFTWARE_TOKEN') ?? mfa.methods.includes(TOTP);
}

function clearPreference(directory: Directory, user: UserDetail, after: MfaSettings): StepToTake {
  const Username = user.username;
  return {
    step: 'clear the preference',
    take: () => setMfaPreference(directory, user, after),
    isDone: async () => sameValue((await readUser(directory, Username)).mfa.methods, after.methods),
  };
}

/** Takes a user's second factors from those that are turned on now to those wanted. */
export async function setMfaPreference(
  { cognito }: Directory,
  { username, mfa }: UserDetail,
  wanted: MfaSettings,
): Promise<Applied> {
  const preference = mfaPreference(mfa.methods, wanted);
  return written(await cognito.call('AdminSetUserMFAPreference', { Username: username, ...preference }));
}

/** The parameter of AdminSetUserMFAPreference that sets each method of UserMFASettingList (API reference). */
const SETTINGS = {
  SMS_MFA: 'SMSMfaSettings',
  SOFTWARE_TOKEN_MFA: 'SoftwareTokenMfaSettings',
  EMAIL_OTP: 'EmailMfaSettings',
} as const;

/**
 * The parameters that take a user's second factors from those that are turned on now to those wanted. A method in
 * neither is not named, so Cognito leaves it alone.
 */
export function mfaPreference(
  from: readonly string[],
  to: MfaSettings,
): Omit<OperationInput<'AdminSetUserMFAPreference'>, 'Username'> {
  const named = Object.entries(SETTINGS).filter(([method]) => from.includes(method) || to.methods.includes(method));
  return Object.fromEntries(
    named.map(([method, setting]) => [
      setting,
      { Enabled: to.methods.includes(method), PreferredMfa: method === to.preferred },
    ]),
  );
}

function removeTotpFactor({ cognito }: Directory, { username }: UserDetail): StepToTake {
  return {
    step: 'remove the TOTP factor',
    take: () => cognito.call('AdminDeleteSoftwareToken', { Username: username }).then(written, unchangedIfGone),
    isDone: async () => (await signInFactors(cognito, username))?.includes('SOFTWARE_TOKEN') === false,
  };
}

function unchangedIfGone(error: unknown): StepResult {
  if (error instanceof AdminError && error.code === 'FACTOR_NOT_FOUND') {
    return { requestIds: [], wasUnchanged: true };
  }
  throw error;
}

/** StackFlow requires a second factor of privileged roles. */
function privilegeNote({ conventions }: Directory, user: UserDetail): string[] {
  const privileged = privilegedRoles(user.roles, conventions);
  if (privileged.length === 0) return [];
  return [`${userLabel(user)} holds ${privileged.join(', ')} and must register a new factor at the next sign-in.`];
}
