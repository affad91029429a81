import type { Applied, Change, FieldChange } from '../changes/change.js';
import { takeSteps } from '../changes/take-steps.js';
import { privilegedRoles } from '../conventions/roles.js';
import type { Directory } from '../directory.js';
import { type UserDetail, userLabel } from '../model/user.js';
import { mfaPreference, TOTP } from './mfa-preference.js';
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
  return changeUser(directory, input.user, (user) => {
    const { methods, preferred } = user.mfa;
    const kept = isRequired ? methods.filter((method) => method !== TOTP) : [];
    const fields: FieldChange[] = [
      { field: 'mfaMethods', before: methods, after: kept },
      { field: 'mfaPreferred', before: preferred, after: kept.includes(preferred ?? '') ? preferred : null },
    ];
    return {
      operation: 'users.reset-mfa',
      fields,
      disruption: 'Until a new factor is registered, the password alone lets them in.',
      ...(methods.includes(TOTP)
        ? { irreversible: 'A TOTP factor that was removed has to be registered anew.' }
        : {}),
      done: `Reset the second factors of ${userLabel(user)}.`,
      alreadySo: `${userLabel(user)} has no second factor.`,
      notes: privilegeNote(directory, user),
      apply: () => reset(directory, user, kept),
    };
  });
}

function reset(directory: Directory, user: UserDetail, kept: readonly string[]): Promise<Applied> {
  const { cognito } = directory;
  const Username = user.username;
  const { methods, preferred } = user.mfa;
  const clearPreference = {
    step: 'clear the preference',
    take: async () =>
      written(
        await cognito.call('AdminSetUserMFAPreference', {
          Username,
          ...mfaPreference({
            from: methods,
            to: kept,
            preferred: kept.includes(preferred ?? '') ? preferred : null,
          }),
        }),
      ),
  };
  const removeFactor = {
    step: 'remove the TOTP factor',
    take: async () => written(await cognito.call('AdminDeleteSoftwareToken', { Username })),
  };
  return takeSteps(
    userLabel(user),
    methods.includes(TOTP) ? [clearPreference, removeFactor] : [clearPreference],
  );
}

/** From STACKFLOW.md, "User attributes": a second factor is enforced for privileged roles. */
function privilegeNote({ conventions }: Directory, user: UserDetail): string[] {
  const privileged = privilegedRoles(user.roles, conventions);
  if (privileged.length === 0) return [];
  return [
    `${userLabel(user)} holds ${privileged.join(', ')} and must register a new factor at the next sign-in.`,
  ];
}
