import type { MapNode, Node } from '../source/node.js';
import { USER_POOL, USER_POOL_CLIENT, USER_POOL_DOMAIN } from './cloudformation-tables.js';
import type { Draft } from './draft.js';
import { readTable, type Table } from './table.js';

/** Properties of the resources that Stacktape makes, by their logical names: they win over everything else. */
export function readOverrides(overrides: Node, draft: Draft, prefix: string): void {
  if (overrides.kind !== 'map') return;
  for (const [child, { at, node: properties }] of overrides.entries) {
    const key = `${prefix}${child}`;
    const [table, base] = OVERRIDDEN.find(([pattern]) => pattern.test(child))?.[1] ?? [];
    if (table === undefined) {
      draft.warnings.push({ at, key, message: 'not a pool, an app client or a domain, ignored' });
    } else if (properties.kind === 'map') {
      readTable(nestedKeys(properties), table, draft, { base: base ?? [], prefix: `${key}.` });
    } else draft.problems.push({ at, key, message: 'expected a map' });
  }
}

const OVERRIDDEN: readonly (readonly [RegExp, readonly [Table, readonly (string | number)[]]])[] = [
  [/client$/i, [USER_POOL_CLIENT, ['clients', 0]]],
  [/domain$/i, [USER_POOL_DOMAIN, []]],
  [/pool$/i, [USER_POOL, []]],
];

/** `{a.b: 1}` as `{a: {b: 1}}`: overrides name properties by their path. */
function nestedKeys(map: MapNode): MapNode {
  const entries = new Map<string, { at: MapNode['at']; node: Node }>();
  for (const [key, entry] of map.entries) {
    const [first = '', ...rest] = key.split('.');
    const node: Node =
      rest.length === 0 ? entry.node : nestedKeys({ ...map, entries: new Map([[rest.join('.'), entry]]) });
    const before = entries.get(first)?.node;
    const both: Node =
      before?.kind === 'map' && node.kind === 'map'
        ? nestedKeys({ ...node, entries: new Map([...before.entries, ...node.entries]) })
        : node;
    entries.set(first, { at: entry.at, node: both });
  }
  return { ...map, entries };
}
