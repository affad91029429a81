import { readFile, rm } from 'node:fs/promises';

import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { writeNewFile } from '../../files/new-file.js';
import { assertOwn } from '../../files/own-file.js';
import { isSystemError } from '../../files/system-error.js';
import { digestOf, SpilledMap } from '../../files/spilled-map.js';
import { groupsOfUser } from '../../groups/user-groups.js';
import { isCaseSensitive, type UserPool } from '../../model/user-pool.js';
import { isFederated, userAsStored, type UserWithAttributes } from '../../model/user.js';
import { csvLine } from '../../output/csv.js';
import { getUserIfAny } from '../../users/read/find-user.js';
import { userPages } from '../../users/read/user-pages.js';
import { storedAttributes } from '../../model/user.js';
import { fieldName } from '../../users/attributes/attribute-fields.js';
import type { Archive, ArchivedUser } from '../archive/archive.js';
import { assertNotStopped, type Stopping } from '../archive/assert-not-stopped.js';
import { readGroupMembers } from '../archive/group-members.js';
import { archivedUsers } from '../archive/read-archive.js';
import { restorableAttributes, signInName } from './sign-in-name.js';

/** How the users of a backup are in a pool. */
export interface Comparison {
  equal: number;
  /** Of another value in an attribute, the groups, or whether they are enabled. */
  differing: number;
  missing: number;
  /** Those who come back by themselves when they sign in through their provider. */
  federated: number;
  /** The first few that are not equal, in a sentence each. */
  readonly examples: string[];
}

const HEADER = ['oldSub', 'newSub', 'email', 'result', 'differs'] as const;
const NOT_COMPARED = 'The users are restored, but not compared. To compare them, run the same line again.';
const MAX_EXAMPLES = 20;
/** Bytes of a `sub` (a UUID) in the map, with room to spare. */
const SUB = 64;

/**
 * Refuses a file of subs that is something else: one of an earlier restore is replaced.
 *
 * @throws AdminError FILE_EXISTS; UNSAFE_FILE
 */
export async function assertSubsFile(file: string): Promise<void> {
  assertOwn(file, 'another file');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (text === undefined || text.startsWith(`${HEADER.join(',')}\n`) || text.startsWith(`${HEADER.join(',')}\r\n`))
    return;
  throw new AdminError('FILE_EXISTS', `${file} already exists`, { hint: 'Use another file: --subs FILE' });
}

/**
 * Reads the whole pool, and compares every user of a backup with it, attribute by attribute. Writes a CSV file with the old and
 * the new `sub` of each, and what differs.
 *
 * @param options.stop once it aborts, nothing is read any more
 * @throws AdminError CANCELLED; those of `writeNewFile` and of the reads
 */
export async function compareRestored(
  directory: Directory,
  archive: Archive,
  file: string,
  { progress, stop }: { readonly progress: { done: number }; readonly stop?: AbortSignal },
): Promise<Comparison> {
  const result: Comparison = { equal: 0, differing: 0, missing: 0, federated: 0, examples: [] };
  const stopping = { stop, hint: NOT_COMPARED };
  const members = await readGroupMembers(directory, `${file}.groups`, stopping);
  const found = new FoundUsers(await directory.pool(), `${file}.users`);
  try {
    for await (const { users, read } of userPages(directory, {}, { toUser: userAsStored })) {
      assertNotStopped(stopping);
      for (const user of users) found.add(user, members.groupsOf(user.username));
      progress.done += read;
    }
    await rm(file, { force: true });
    await writeNewFile(file, linesOf({ directory, archive, found, stopping }, result));
    return result;
  } finally {
    found.close();
    members.close();
  }
}

interface Reading {
  readonly directory: Directory;
  readonly archive: Archive;
  readonly found: FoundUsers;
  readonly stopping: Stopping;
}

async function* linesOf(reading: Reading, result: Comparison): AsyncGenerator<string, void, undefined> {
  const line = await csvLine({ raw: false });
  yield line([...HEADER]);
  for await (const user of archivedUsers(reading.archive.folder)) {
    assertNotStopped(reading.stopping);
    const { newSub, outcome, differs } = await compareOne(reading, user);
    result[outcome] += 1;
    const isWorthNaming = outcome === 'differing' || outcome === 'missing';
    if (isWorthNaming && result.examples.length < MAX_EXAMPLES) {
      const how = outcome === 'missing' ? 'is missing' : `differs in ${differs.join(', ')}`;
      result.examples.push(`${user.email ?? user.username} ${how}`);
    }
    yield line([user.sub, newSub, user.email, RESULTS[outcome], differs.join(' ')]);
  }
}

const RESULTS = { equal: 'equal', differing: 'differs', missing: 'missing', federated: 'federated' } as const;

async function compareOne(
  { directory, found }: Reading,
  user: ArchivedUser,
): Promise<{ newSub: string | null; outcome: keyof typeof RESULTS; differs: string[] }> {
  if (isFederated(user)) return { newSub: null, outcome: 'federated', differs: [] };
  const name = signInName(await directory.pool(), user);
  const listed = name === undefined ? undefined : found.get(name);
  if (listed?.digest.equals(digestOf(contentOf(user, user.groups))) === true) {
    return { newSub: listed.sub, outcome: 'equal', differs: [] };
  }
  // ListUsers may not show the newest users yet, and does not say in what they differ.
  const read = name === undefined ? undefined : await getUserIfAny(directory, name);
  if (read === undefined) return { newSub: null, outcome: 'missing', differs: [] };
  const groups = await groupsOfUser(directory.cognito, read.username);
  const differs = differences(user, { ...read, attributes: storedAttributes(read) }, groups);
  return { newSub: read.sub, outcome: differs.length === 0 ? 'equal' : 'differing', differs };
}

function differences(user: ArchivedUser, read: UserWithAttributes, groups: readonly string[]): string[] {
  const [then, now] = [restorableAttributes(user), restorableAttributes(read)];
  const names = [...new Set([...then.keys(), ...now.keys()])].filter((name) => then.get(name) !== now.get(name));
  return [
    ...names.map(fieldName),
    ...(user.enabled === read.enabled ? [] : ['enabled']),
    ...(sorted(user.groups) === sorted(groups) ? [] : ['groups']),
  ];
}

/** A text that is equal for two users if and only if everything is that a restore brings back. */
function contentOf(user: Pick<UserWithAttributes, 'attributes' | 'enabled'>, groups: readonly string[]): string {
  const attributes = [...restorableAttributes(user)].sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([attributes, user.enabled, sorted(groups)]);
}

function sorted(names: readonly string[]): string {
  return JSON.stringify([...names].sort());
}

/** The users of a pool by the name that they sign in with: a digest of each, and the `sub`. */
class FoundUsers {
  readonly #map: SpilledMap;
  readonly #digestBytes = digestOf('').length;
  readonly #isCaseSensitive: boolean;

  constructor(
    private readonly pool: UserPool,
    file: string,
  ) {
    this.#map = new SpilledMap(file, { valueBytes: this.#digestBytes + SUB });
    this.#isCaseSensitive = isCaseSensitive(pool);
  }

  add(user: UserWithAttributes, groups: readonly string[]): void {
    const name = signInName(this.pool, user);
    if (name === undefined || isFederated(user)) return;
    const value = Buffer.alloc(this.#digestBytes + SUB);
    digestOf(contentOf(user, groups)).copy(value);
    value.write(user.sub ?? '', this.#digestBytes, SUB, 'utf8');
    this.#map.add(this.#key(name), value);
  }

  get(name: string): { digest: Buffer; sub: string } | undefined {
    const value = this.#map.get(this.#key(name));
    if (value === undefined) return undefined;
    const sub = value.subarray(this.#digestBytes).toString('utf8').replaceAll('\0', '');
    return { digest: value.subarray(0, this.#digestBytes), sub };
  }

  #key(name: string): string {
    return this.#isCaseSensitive ? name : name.toLowerCase();
  }

  close(): void {
    this.#map.close();
  }
}
