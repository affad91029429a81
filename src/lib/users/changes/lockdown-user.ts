import type { Change } from '../../changes/change.js';
import { takeEach } from '../../changes/take-each.js';
import { type StepToTake, takeSteps } from '../../changes/take-steps.js';
import { allOf } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { readUser } from '../read/find-user.js';
import { openSessions } from '../read/list-sessions.js';
import { rememberedDevices } from '../read/remembered-devices.js';
import { SESSIONS } from './revoke-sessions.js';
import { accessTokenNote, REFRESH_TOKENS_REVOKED } from './sign-out-user.js';
import { written } from '../../changes/written.js';
import { changeUser } from './user-change.js';

/**
 * Locks a user out: disables the account, signs it out everywhere, revokes its sessions and forgets its devices. A step
 * that the pool does not support is skipped, and a failed step does not stop the others.
 *
 * @throws AdminError as `findUser` does
 */
export function lockDownUser(directory: Directory, input: { user: string }): Promise<Change> {
  const tokenNote = accessTokenNote(directory);
  return changeUser(directory, input.user, (user) => ({
    operation: 'users.lockdown',
    fields: [
      { field: 'enabled', before: user.enabled, after: false },
      REFRESH_TOKENS_REVOKED,
      { field: 'sessions', before: 'as open', after: 'revoked', unreadable: true },
      { field: 'devices', before: 'as remembered', after: 'forgotten', unreadable: true },
    ],
    disruption: 'They cannot sign in until enabled again, and are signed out everywhere.',
    irreversible: 'Revoked sessions and forgotten devices cannot be restored: the user has to sign in again.',
    doneMessage: `Locked ${userLabel(user)} down.`,
    notesAfter: async () => [await tokenNote()],
    apply: () => takeSteps(userLabel(user), steps(directory, user)),
  }));
}

function steps(directory: Directory, user: UserDetail): StepToTake[] {
  const { cognito } = directory;
  const Username = user.username;
  return [
    {
      step: 'disable',
      take: async () =>
        user.enabled
          ? written(await cognito.call('AdminDisableUser', { Username }))
          : { requestIds: [], wasUnchanged: true },
      isDone: async () => !(await readUser(directory, Username)).enabled,
    },
    {
      step: 'sign out everywhere',
      take: async () => written(await cognito.call('AdminUserGlobalSignOut', { Username })),
    },
    {
      step: 'revoke sessions',
      take: async () =>
        takeEach(await allOf(openSessions(cognito, Username)), SESSIONS, ({ id }) =>
          cognito.call('AdminRevokeUserSession', { Username, SessionId: id }),
        ),
    },
    {
      step: 'forget devices',
      take: async () =>
        takeEach(await allOf(rememberedDevices(cognito, Username)), DEVICES, ({ key }) =>
          cognito.call('AdminForgetDevice', { Username, DeviceKey: key }),
        ),
    },
  ];
}

const DEVICES = { noun: 'device', gone: 'DEVICE_NOT_FOUND' } as const;
