import type { Applied, Change } from '../../changes/change.js';
import { type StepToTake, type StepResult, takeSteps } from '../../changes/take-steps.js';
import { privilegedRoles } from '../../conventions/roles.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { movedFields, sameValue } from '../../model/field-change.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { readUser } from '../read/find-user.js';
import { mfaPreference, TOTP } from './mfa-preference.js';
import { signInFactors } from '../read/sign-in-factors.js';
import { changeUser, written } from './user-change.js';

/**
 * Lets a user whose second factor is lost sign in without it: clears the preference, then removes the TOTP factor
 * (AdminSetUserMFAPreference, AdminDeleteSoftwareToken). Where the pool demands a factor of everybody, only the TOTP
 * one is touched: Cognito refuses to turn the others off.
 *
 * @throws AdminError as `findUser` does
 */
export async function resetMfa(directory: Directory, input: { user: string }): Promise<Change> {
  const isRequired = (await directory.pool()).MfaConfiguration === 'ON';
  return changeUser(directory, input.user, async (user) => {
    const before = await factorsOf(directory, user);
    const methods = isRequired ? before.methods.filter((method) => method !== TOTP) : [];
    const preferred = methods.find((method) => method === before.preferred) ?? null;
    const after: Factors = { methods, preferred, totp: false };
    return {
      operation: 'users.reset-mfa',
      fields: [
        { field: 'mfaMethods', before: before.methods, after: after.methods },
        { field: 'mfaPreferred', before: before.preferred, after: after.preferred },
        { field: 'totpFactor', before: before.totp ? 'registered' : null, after: null },
      ],
      disruption: 'Until a new factor is registered, the password alone lets them in.',
      ...(before.totp ? { irreversible: 'A TOTP factor that was removed has to be registered anew.' } : {}),
      doneMessage: `Reset the second factors of ${userLabel(user)}.`,
      unchangedMessage: `${userLabel(user)} has no second factor.`,
      notes: privilegeNote(directory, user),
      apply: () => reset(directory, user, before, after),
    };
  });
}

/** A user's second factors: those turned on, the one asked for, and whether an authenticator app is registered. */
interface Factors {
  readonly methods: readonly string[];
  readonly preferred: string | null;
  readonly totp: boolean;
}

/** An app that was turned off is still registered, and a pool that demands a factor asks for its code. */
async function factorsOf({ cognito }: Directory, { username, mfa }: UserDetail): Promise<Factors> {
  const configured = await signInFactors(cognito, username);
  return { ...mfa, totp: configured?.includes('SOFTWARE_TOKEN') ?? mfa.methods.includes(TOTP) };
}

function reset(directory: Directory, user: UserDetail, before: Factors, after: Factors): Promise<Applied> {
  const { cognito } = directory;
  const Username = user.username;
  const clearPreference: StepToTake = {
    step: 'clear the preference',
    take: async () =>
      written(
        await cognito.call('AdminSetUserMFAPreference', {
          Username,
          ...mfaPreference(before.methods, after),
        }),
      ),
    isDone: async () => sameValue((await readUser(directory, Username)).mfa.methods, after.methods),
  };
  const removeFactor: StepToTake = {
    step: 'remove the TOTP factor',
    take: () => cognito.call('AdminDeleteSoftwareToken', { Username }).then(written, unlessGone),
    isDone: async () => (await signInFactors(cognito, Username))?.includes('SOFTWARE_TOKEN') === false,
  };
  const isPreferenceMoved =
    movedFields([
      { field: 'mfaMethods', before: before.methods, after: after.methods },
      { field: 'mfaPreferred', before: before.preferred, after: after.preferred },
    ]).length > 0;
  return takeSteps(userLabel(user), [
    ...(isPreferenceMoved ? [clearPreference] : []),
    ...(before.totp ? [removeFactor] : []),
  ]);
}

function unlessGone(error: unknown): StepResult {
  if (error instanceof AdminError && error.code === 'FACTOR_NOT_FOUND') {
    return { requestIds: [], wasUnchanged: true };
  }
  throw error;
}

/** From STACKFLOW.md, "User attributes": a second factor is enforced for privileged roles. */
function privilegeNote({ conventions }: Directory, user: UserDetail): string[] {
  const privileged = privilegedRoles(user.roles, conventions);
  if (privileged.length === 0) return [];
  return [
    `${userLabel(user)} holds ${privileged.join(', ')} and must register a new factor at the next sign-in.`,
  ];
}
