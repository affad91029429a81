import { CLIENT_SETTINGS } from '../../client/settings/client-settings.js';
import type { SettingFlag } from '../../conventions/settings/setting-value.js';
import { POOL_SETTINGS } from '../../pool/settings/pool-settings.js';
import { TRIGGERS } from '../../pool/settings/trigger-settings.js';
import { type Leaves, SPEC_LEAVES } from '../leaves.js';
import type { PoolSpec } from '../schema.js';
import { type MapNode, member } from '../source/node.js';
import type { DeclaredPool } from './declared-pool.js';
import { Draft } from './draft.js';
import { type Rule, readTable, same, type Table, writeTable } from './table.js';

/** The version of the format. A later one may give a key another meaning. */
const VERSION = 1;

/** The settings of the user pool that may be null in a file, and those of an app client. */
export const NULLABLE_SETTINGS = {
  pool: new Set([...Object.values(TRIGGERS).map(({ field }) => field), ...nullable(POOL_SETTINGS)]),
  client: new Set(nullable(CLIENT_SETTINGS)),
};

/** sf-admin's own dialect: the spec itself. */
const SF_ADMIN: Table = { poolSpec: null, ...tableOf(SPEC_LEAVES, (leaf) => ({ ...same(leaf), mayBeNull: true })) };

/** The same with null for what is not set, so that a comparison finds what is set later. */
const SF_ADMIN_WHOLE: Table = tableOf(SPEC_LEAVES, (leaf) => ({ ...same(leaf), write: (get) => get(leaf) ?? null }));

/** The settings that have a default, or that a flag can remove: others cannot be taken back. */
function nullable(settings: readonly SettingFlag[]): string[] {
  return settings.filter(hasUnsetValue).map(({ setting }) => setting.field);
}

function hasUnsetValue({ setting, value: { helpValue, options = [], parse } }: SettingFlag): boolean {
  if (setting.read({}) !== null || helpValue.endsWith('|none')) return true;
  return options.some((option) => parse(option, '') === null);
}

function tableOf({ types, lists }: Leaves, ruleOf: (leaf: string) => Rule, fields = NULLABLE_SETTINGS.pool): Table {
  const noFields = new Set<string>();
  return {
    ...Object.fromEntries(Object.keys(types).map((leaf) => [leaf, fields.has(leaf) ? ruleOf(leaf) : leaf])),
    ...Object.fromEntries(
      Object.entries(lists).map(([list, leaves]) => {
        const table = tableOf(leaves, ruleOf, list === 'clients' ? NULLABLE_SETTINGS.client : noFields);
        return [list, { list, table }];
      }),
    ),
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

/** A file in sf-admin's own dialect that also says which settings are not set. */
export function writeWholePool(spec: PoolSpec): object {
  return { poolSpec: VERSION, ...writeTable(SF_ADMIN_WHOLE, spec) };
}
