import { allOf } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { AdminError, type ErrorCode } from '../../errors.js';
import { isFederated, userDetailAsStored } from '../../model/user.js';
import { getUserIfAny } from '../../users/read/find-user.js';
import { latestEvents, recordsSignIns } from '../../users/read/list-events.js';
import { rememberedDevices } from '../../users/read/remembered-devices.js';
import { configuredFactors } from '../../users/read/sign-in-factors.js';
import type { ArchivedUser } from './archive.js';
import { assertNotStopped } from './assert-not-stopped.js';
import { type ArchiveWriting, writeArchive } from './write-archive.js';

/**
 * Archives the tenant that the directory acts in, with what only a read of each user shows, and without the settings
 * of the pool.
 *
 * @param folder may hold the archive of the same tenant, begun or complete; otherwise it must not exist
 */
export function writeTenantArchive(directory: Directory, folder: string, reading: DetailReading = {}): ArchiveWriting {
  return writeArchive(directory, folder, {
    details: () => detailReader(directory, reading),
    stop: reading.stop,
    mayBeFinished: true,
  });
}

interface DetailReading {
  /** Once it aborts, no further page is read. */
  readonly stop?: AbortSignal;
  /** Is called once with a sentence for each kind of detail that cannot be read. */
  readonly warn?: (text: string) => void;
}

/** The newest events that are kept of each person, so that memory does not grow with the age of a pool. */
const MAX_EVENTS = 1_000;

/** After these nothing is known of a kind of detail, and the archive does without. */
const WITHOUT_DETAIL = new Set<ErrorCode>(['ACCESS_DENIED', 'UNSUPPORTED_OPERATION']);

/**
 * Reads each user of a page by itself: the attributes as they are now, and what ListUsers does not show, which is the
 * second factors, sign-in factors, devices and sign-in events. A user who has been deleted since, or is of another
 * tenant by now, is left out.
 *
 * @returns what completes the users of a page; it throws as the calls do, and CANCELLED
 */
async function detailReader(
  directory: Directory,
  { stop, warn }: DetailReading,
): Promise<(users: readonly ArchivedUser[]) => Promise<ArchivedUser[]>> {
  const { cognito } = directory;
  const pool = await directory.pool();
  const { DeviceConfiguration: remembersDevices } = pool;
  const factorsOf = optionalDetail('sign-in factors', warn, (username) => configuredFactors(cognito, username));
  const devicesOf = optionalDetail('devices', warn, (username) => allOf(rememberedDevices(cognito, username)));
  const eventsOf = optionalDetail('sign-in events', warn, (username) =>
    allOf(latestEvents(cognito, username, MAX_EVENTS)),
  );
  const complete = async ({ username: name, groups }: ArchivedUser): Promise<ArchivedUser | undefined> => {
    const user = await getUserIfAny(directory, name, userDetailAsStored);
    if (user === undefined || user.tenantId !== directory.tenant) return undefined;
    const { username } = user;
    const [factors, devices, signInEvents] = await Promise.all([
      // The provider of a federated user has them.
      isFederated(user) ? [] : factorsOf(username),
      remembersDevices === undefined ? [] : devicesOf(username),
      recordsSignIns(pool) ? eventsOf(username) : [],
    ]);
    return { ...user, groups, factors, devices, signInEvents };
  };
  return async (users) => {
    assertNotStopped({ stop });
    return (await Promise.all(users.map(complete))).filter((user) => user !== undefined);
  };
}

/**
 * Reads a kind of detail of each user, until it turns out that it cannot be read.
 *
 * @param what its name in a warning
 * @returns what reads it of a user, and gives `null` once it cannot be read; it throws as the calls do
 */
function optionalDetail<T>(
  what: string,
  warn: DetailReading['warn'],
  read: (username: string) => Promise<T>,
): (username: string) => Promise<T | null> {
  const failures: AdminError[] = [];
  return async (username) => {
    if (failures.length > 0) return null;
    try {
      return await read(username);
    } catch (error) {
      if (!(error instanceof AdminError) || !WITHOUT_DETAIL.has(error.code)) throw error;
      // The users of a page are read at the same time.
      if (failures.push(error) === 1) warn?.(`the ${what} of users are not archived: ${error.message}`);
      return null;
    }
  };
}
