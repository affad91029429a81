import type { Change } from '../../changes/change.js';
import type { Directory } from '../../directory.js';
import { createGroup } from '../../groups/create-group.js';
import { listGroups } from '../../groups/read-groups.js';
import type { Archive } from '../archive/archive.js';
import { archivedGroups } from '../archive/read-archive.js';

/** Plans the creation of each group of a backup that the pool does not have. One that it has is left as it is. */
export async function missingGroups(directory: Directory, { folder }: Archive): Promise<Change[]> {
  const present = new Set<string>();
  for await (const { name } of listGroups(directory)) present.add(name);
  const changes: Change[] = [];
  for await (const { name, description, precedence, roleArn } of archivedGroups(folder)) {
    if (!present.has(name)) changes.push(await createGroup(directory, { name, description, precedence, roleArn }));
  }
  return changes;
}
