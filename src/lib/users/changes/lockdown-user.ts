import type { Change } from '../../changes/change.js';
import { type StepToTake, takeSteps } from '../../changes/take-steps.js';
import type { Directory } from '../../directory.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { accessTokenNote } from './access-token-note.js';
import { all, revokeEach } from './revoke-each.js';
import { readUser } from '../read/find-user.js';
import { openSessions } from '../read/open-sessions.js';
import { rememberedDevices } from '../read/remembered-devices.js';
import { REFRESH_TOKENS_REVOKED } from './sign-out-user.js';
import { changeUser, written } from './user-change.js';

/**
 * Shuts a user out: disables, signs out everywhere, revokes the sessions, forgets the devices. A step that the pool does
 * not have is skipped, and one that fails does not keep the others from being taken.
 *
 * @throws AdminError as `findUser` does
 */
export function lockDownUser(directory: Directory, input: { user: string }): Promise<Change> {
  return changeUser(directory, input.user, (user) => ({
    operation: 'users.lockdown',
    fields: [
      { field: 'enabled', before: user.enabled, after: false },
      REFRESH_TOKENS_REVOKED,
      { field: 'sessions', before: 'as open', after: 'revoked', unreadable: true },
      { field: 'devices', before: 'as remembered', after: 'forgotten', unreadable: true },
    ],
    disruption: 'They cannot sign in until enabled again, and are signed out everywhere.',
    irreversible: 'Sessions and remembered devices do not come back: after users enable they sign in anew.',
    doneMessage: `Locked ${userLabel(user)} down.`,
    unchangedMessage: '',
    notesAfter: async () => [await accessTokenNote(directory)],
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
        revokeEach(await all(openSessions(cognito, Username)), 'session', ({ id }) =>
          cognito.call('AdminRevokeUserSession', { Username, SessionId: id }),
        ),
    },
    {
      step: 'forget devices',
      take: async () =>
        revokeEach(await all(rememberedDevices(cognito, Username)), 'device', (key) =>
          cognito.call('AdminForgetDevice', { Username, DeviceKey: key }),
        ),
    },
  ];
}
