import { rm } from 'node:fs/promises';

import type { Directory } from '../../directory.js';
import { SpilledMap } from '../../files/spilled-map.js';
import { listGroups, membersOf } from '../../groups/read-groups.js';
import type { Group } from '../../model/user-pool.js';
import { assertNotStopped, type Stopping } from './assert-not-stopped.js';

/** Bytes of the number of a group. */
const NUMBER = 4;

/** The groups of a pool, and which of them each user is in. */
export interface GroupMembers {
  /** In a tenant, those that its users are in. */
  readonly groups: readonly Group[];
  /** The names of the groups of a user, in the order of `groups`. */
  readonly groupsOf: (username: string) => readonly string[];
  readonly close: () => void;
}

/**
 * Reads every group with its users (ListGroups, ListUsersInGroup): a page for 60 memberships, in place of a call for each
 * user. Memory holds the groups, and 8 bytes for each membership.
 *
 * @param file a path for what memory does not hold; nothing is left there
 * @param stopping once `stop` aborts, no further page is read
 * @throws AdminError CANCELLED; as `listGroups` and `membersOf` do
 */
export async function readGroupMembers(
  directory: Directory,
  file: string,
  stopping: Stopping = {},
): Promise<GroupMembers> {
  await rm(file, { force: true });
  const numbers = new SpilledMap(file, { valueBytes: NUMBER });
  const groups: Group[] = [];
  try {
    for await (const group of listGroups(directory)) {
      const number = Buffer.alloc(NUMBER);
      number.writeUInt32LE(groups.length);
      assertNotStopped(stopping);
      let hasMembers = false;
      for await (const { username } of membersOf(directory, group.name)) {
        assertNotStopped(stopping);
        hasMembers = true;
        let nth = 0;
        while (numbers.add(keyOf(username, nth), number) !== undefined) nth += 1;
      }
      if (hasMembers || directory.tenant === undefined) groups.push(group);
    }
  } catch (error) {
    numbers.close();
    throw error;
  }
  return {
    groups,
    groupsOf: (username) => {
      const names: string[] = [];
      for (let nth = 0; ; nth += 1) {
        const number = numbers.get(keyOf(username, nth));
        if (number === undefined) return names;
        names.push(groups[number.readUInt32LE()]?.name ?? '');
      }
    },
    close: () => {
      numbers.close();
    },
  };
}

/** The key of the nth group of a user. */
function keyOf(username: string, nth: number): string {
  return `${nth} ${username}`;
}
