import { MAX_USER_PAGES, pages, PAGE_SIZE } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { assertAddsUp } from '../../input/row-counts.js';
import { userLabel, type User, userFromList } from '../../model/user.js';
import { CappedList } from '../../text/capped-list.js';
import { getUserIfAny } from '../../users/read/find-user.js';
import { pageOfUsers } from '../../users/read/user-pages.js';
import type { Archive } from '../archive/archive.js';
import { assertNotStopped } from '../archive/assert-not-stopped.js';
import { archivedUsers } from '../archive/read-archive.js';

/** Where the people of an archive are now. They add up to the archive. */
export interface PeopleNow {
  /** In the tenant and disabled: those who could sign in when they were archived, and those who could not. */
  disabled: number;
  disabledBefore: number;
  /** In the tenant, and enabled. */
  enabled: number;
  /** In another tenant, or in none. */
  moved: number;
  /** Not in the pool. */
  gone: number;
}

/** What was found in the pool. */
export interface ReadAgain {
  /** People of the archive, each once: the sum of `people`. */
  readonly archived: number;
  readonly people: Readonly<PeopleNow>;
  /** Users who are in the tenant and not in the archive. */
  readonly appeared: number;
  /** The first few who are enabled, moved or not in the archive, in a sentence each. */
  readonly findings: readonly string[];
  /** People of whom the archive lacks a detail, because it could not be read. */
  readonly withoutDetail: number;
}

interface ReadAgainOptions {
  readonly areDeleted: boolean;
  readonly progress: { done: number };
  readonly stop?: AbortSignal | undefined;
}

const NOT_READ = 'The run is complete, but its report is not. To complete it, run the same line again.';

/**
 * Reads the whole pool again, and says where everybody of an archive is, and who is in the tenant besides. Memory
 * grows with the tenant.
 *
 * @param options.areDeleted whether the people were deleted by a run, which has read each of them again: who is not
 *   listed is then not read once more
 * @param options.stop once it aborts, no further user is read
 * @throws AdminError CANCELLED; as the calls do
 */
export async function readAgain(
  directory: Directory,
  { folder }: Archive,
  { areDeleted, progress, stop }: ReadAgainOptions,
): Promise<ReadAgain> {
  const left = new Map<string, Archived>();
  let withoutDetail = 0;
  for await (const person of archivedUsers(folder)) {
    const { username, sub, email, enabled, factors, devices, signInEvents } = person;
    left.set(username, { username, sub, email, wasEnabled: enabled });
    if ([factors, devices, signInEvents].includes(null)) withoutDetail += 1;
  }
  const archived = left.size;
  const people: PeopleNow = { disabled: 0, disabledBefore: 0, enabled: 0, moved: 0, gone: 0 };
  const findings = new CappedList();
  let appeared = 0;
  const count = (person: Archived, now: User | undefined): void => {
    const state = stateOf(directory, person, now);
    people[state] += 1;
    const label = userLabel(person);
    if (state === 'enabled') findings.add(`${label} is enabled`);
    if (state === 'moved') findings.add(`${label} is in ${now?.tenantId ?? 'no tenant'} now, and was left as they are`);
  };
  for await (const item of pages(pageOfUsers(directory.cognito, { Limit: PAGE_SIZE }), { maxPages: MAX_USER_PAGES })) {
    assertNotStopped({ stop, hint: NOT_READ });
    progress.done += 1;
    const user = userFromList(item);
    const person = archivedAs(left, user);
    if (person !== undefined) {
      left.delete(user.username);
      const isProven = !areDeleted && !user.enabled && user.tenantId === directory.tenant;
      count(person, isProven ? user : await current(directory, person));
    } else if (user.tenantId === directory.tenant) {
      const now = await getUserIfAny(directory, user.username);
      if (now?.tenantId !== directory.tenant) continue;
      appeared += 1;
      findings.add(`${userLabel(now)} is in the tenant and not in the archive${now.enabled ? '' : ', and disabled'}`);
    }
  }
  for (const person of left.values()) {
    assertNotStopped({ stop, hint: NOT_READ });
    count(person, areDeleted ? undefined : await current(directory, person));
  }
  assertAddsUp(archived, { ...people });
  return { archived, people, appeared, findings: findings.lines(), withoutDetail };
}

interface Archived extends Pick<User, 'username' | 'sub' | 'email'> {
  readonly wasEnabled: boolean;
}

/** A user of the same name with another `sub` is somebody else. */
function archivedAs(left: ReadonlyMap<string, Archived>, { username, sub }: User): Archived | undefined {
  const person = left.get(username);
  return person?.sub === sub ? person : undefined;
}

/** ListUsers may lag behind, and still show what has changed. */
async function current(directory: Directory, { username, sub }: Archived): Promise<User | undefined> {
  const now = await getUserIfAny(directory, username);
  return now?.sub === sub ? now : undefined;
}

function stateOf({ tenant }: Directory, { wasEnabled }: Archived, now: User | undefined): keyof PeopleNow {
  if (now === undefined) return 'gone';
  if (now.tenantId !== tenant) return 'moved';
  if (now.enabled) return 'enabled';
  return wasEnabled ? 'disabled' : 'disabledBefore';
}
