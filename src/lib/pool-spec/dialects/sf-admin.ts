import { type Leaves, SPEC_LEAVES } from '../leaves.js';
import type { PoolSpec } from '../schema.js';
import { type MapNode, member } from '../source/node.js';
import type { DeclaredPool } from './declared-pool.js';
import { Draft } from './draft.js';
import { readTable, type Table, writeTable } from './table.js';

/** The version of the format. A later one may give a key another meaning. */
const VERSION = 1;

/** sf-admin's own dialect: the spec itself. */
const SF_ADMIN: Table = { poolSpec: null, ...tableOf(SPEC_LEAVES) };

function tableOf({ types, lists }: Leaves): Table {
  return {
    ...Object.fromEntries(Object.keys(types).map((leaf) => [leaf, leaf])),
    ...Object.fromEntries(Object.entries(lists).map(([list, leaves]) => [list, { list, table: tableOf(leaves) }])),
  };
}

/** A file in sf-admin's own dialect. */
export function readSfAdmin(root: MapNode): DeclaredPool[] {
  const draft = new Draft();
  const version = member(root, 'poolSpec');
  if (version?.kind !== 'scalar' || version.value !== VERSION) {
    draft.problems.push({
      at: version?.at ?? root.at,
      key: 'poolSpec',
      message: `expected ${VERSION}`,
      hint: 'A file of another version needs the version of sf-admin that wrote it',
    });
  }
  readTable(root, SF_ADMIN, draft);
  return [{ name: 'pool', at: root.at, draft }];
}

/** A file in sf-admin's own dialect: it holds everything that a spec can say. */
export function writeSfAdmin(spec: PoolSpec): object {
  return { poolSpec: VERSION, ...writeTable(SF_ADMIN, spec) };
}
