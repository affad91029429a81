import type { Change } from '../changes/change.js';
import { type StepToTake, type Taken, takeSteps } from '../changes/take-steps.js';
import type { Directory } from '../directory.js';
import { AdminError, type ErrorCode } from '../errors.js';
import { type UserDetail, userLabel } from '../model/user.js';
import { counted } from '../text/counted.js';
import { accessTokenNote } from './access-token-note.js';
import { openSessions } from './open-sessions.js';
import { rememberedDevices } from './remembered-devices.js';
import { REFRESH_TOKENS_REVOKED } from './sign-out-user.js';
import { type Answered, changeUser, requestIds, written } from './user-change.js';

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
    done: `Locked ${userLabel(user)} down.`,
    alreadySo: '',
    notesAfter: async () => [await accessTokenNote(directory)],
    apply: () => takeSteps(userLabel(user), steps(directory, user)),
  }));
}

function steps({ cognito }: Directory, user: UserDetail): StepToTake[] {
  const Username = user.username;
  return [
    {
      step: 'disable',
      take: async () =>
        user.enabled
          ? written(await cognito.call('AdminDisableUser', { Username }))
          : { requestIds: [], wasAlreadySo: true },
    },
    {
      step: 'sign out everywhere',
      take: async () => written(await cognito.call('AdminUserGlobalSignOut', { Username })),
    },
    {
      step: 'revoke sessions',
      take: () =>
        each(openSessions(cognito, Username), 'session', ({ id }) =>
          cognito.call('AdminRevokeUserSession', { Username, SessionId: id }),
        ),
    },
    {
      step: 'forget devices',
      take: () =>
        each(rememberedDevices(cognito, Username), 'device', (key) =>
          cognito.call('AdminForgetDevice', { Username, DeviceKey: key }),
        ),
    },
  ];
}

/** Ends each of what is listed; what has gone in the meantime, by the sign-out for one, is as good as ended. */
async function each<Item>(
  items: AsyncIterable<Item>,
  noun: string,
  end: (item: Item) => Promise<Answered>,
): Promise<Taken> {
  // All are listed first: ending one may shift the pages of a list that is still being read.
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  const answers: Answered[] = [];
  for (const item of all) {
    const answer = await end(item).catch(unlessGone);
    if (answer !== undefined) answers.push(answer);
  }
  if (answers.length === 0) return { requestIds: [], detail: `no ${noun}`, wasAlreadySo: true };
  return { requestIds: requestIds(answers), detail: counted(answers.length, noun) };
}

const GONE = new Set<ErrorCode>(['SESSION_NOT_FOUND', 'DEVICE_NOT_FOUND']);

function unlessGone(error: unknown): undefined {
  if (error instanceof AdminError && GONE.has(error.code)) return undefined;
  throw error;
}
