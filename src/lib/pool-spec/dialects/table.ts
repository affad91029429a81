import { closest, didYouMean } from '../../text/suggestion.js';
import { leafType, type LeafType } from '../leaves.js';
import { type MapNode, type Node, plain, referencesIn } from '../source/node.js';
import type { SpecPath } from '../schema.js';
import type { Draft, Origin } from './draft.js';

/** The value of another key of the same structure, by its dotted path in the dialect; undefined if unknown. */
export type Sibling = (key: string) => unknown;
/** The value of a leaf of the spec, below the structure that the table is about. */
export type Leaf = (leaf: string) => unknown;

/** How a key of a dialect is related to leaves of the spec. */
export interface Rule {
  readonly leaves: readonly string[];
  /** The values of the leaves, or an `Invalid` for each that cannot be converted. */
  readonly read: (value: unknown, sibling: Sibling) => Record<string, unknown>;
  /** The value of the key; undefined if it is to be left out. */
  readonly write: (leaf: Leaf) => unknown;
  /** Another key that says the same wins. */
  readonly isWeak?: true;
  /** Null says that the setting must be at its default or not set. Elsewhere it says nothing. */
  readonly mayBeNull?: true;
}

/** A list of structures, each read with a table of its own. */
export interface ListRule {
  readonly list: string;
  readonly table: Table;
}

/**
 * The keys of a dialect by their dotted path: the leaf of the spec that says the same with the same values, a rule, or null
 * for a key that is known and says nothing about a pool.
 */
export type Table = Readonly<Record<string, string | Rule | ListRule | null>>;

/** Reads a map of a file into the draft; problems and unknown keys too. `prefix` is what is before it in the file. */
export function readTable(
  map: MapNode,
  table: Table,
  draft: Draft,
  { base = [], prefix = '' }: { base?: SpecPath; prefix?: string } = {},
): void {
  const sibling: Sibling = (key) => {
    const found = key
      .split('.')
      .reduce<Node | undefined>((node, step) => (node?.kind === 'map' ? node.entries.get(step)?.node : undefined), map);
    return found === undefined || referencesIn(found).length > 0 ? undefined : plain(found);
  };
  const keys = Object.keys(table);
  const visit = (inner: MapNode, path: string): void => {
    for (const [name, { at, node }] of inner.entries) {
      const key = path + name;
      const origin = { at, key: prefix + key };
      const rule = Object.hasOwn(table, key) ? table[key] : undefined;
      const below = keys.filter((other) => other.startsWith(`${key}.`));
      if (rule === null) continue;
      if (rule === undefined && below.length === 0) {
        const known = keys
          .filter((other) => other.startsWith(path))
          .map((other) => other.slice(path.length).replace(/\..*/, ''));
        const hint = didYouMean(closest(name, known)).trim() || `Keys: ${[...new Set(known)].join(', ')}`;
        draft.warnings.push({ ...origin, message: 'unknown key, ignored', hint });
      } else if (node.kind === 'scalar' && node.value === null && node.isBlank !== true && isNullable(rule)) {
        for (const leaf of leavesOf(rule)) draft.setUnset(pathOf(base, leaf), origin);
      } else if (node.kind === 'scalar' && node.value === null) {
        draft.warnings.push({ ...origin, message: 'has no value, ignored' });
      } else if (rule !== undefined) readRule(rule, node, { draft, base, origin, sibling });
      else if (node.kind === 'map') visit(node, `${key}.`);
      else if (node.kind === 'reference') {
        for (const leaf of below.flatMap((other) => leavesOf(table[other]))) {
          draft.setUnknown(pathOf(base, leaf), node.names, origin);
        }
      } else draft.problems.push({ ...origin, message: 'expected a map' });
    }
  };
  visit(map, '');
}

/** `clients.0.name` is the name of the first app client. */
function pathOf(base: SpecPath, leaf: string): SpecPath {
  return [...base, ...leaf.split('.').map((word) => (/^\d+$/.test(word) ? Number(word) : word))];
}

function isNullable(rule: Table[string] | undefined): boolean {
  return typeof rule === 'object' && rule !== null && 'mayBeNull' in rule;
}

function leavesOf(rule: Table[string] | undefined): readonly string[] {
  if (rule === undefined || rule === null) return [];
  if (typeof rule === 'string') return [rule];
  return 'list' in rule ? [rule.list] : rule.leaves;
}

interface Target {
  readonly draft: Draft;
  readonly base: SpecPath;
  readonly origin: Origin;
  readonly sibling: Sibling;
}

function readRule(rule: string | Rule | ListRule, node: Node, { draft, base, origin, sibling }: Target): void {
  if (typeof rule !== 'string' && 'list' in rule) {
    readList(rule, node, { draft, base, origin });
    return;
  }
  const { leaves, read, isWeak } = typeof rule === 'string' ? same(rule) : rule;
  const names = referencesIn(node);
  if (names.length > 0) {
    for (const leaf of leaves) draft.setUnknown(pathOf(base, leaf), names, origin, { isWeak: isWeak === true });
    return;
  }
  const [first = ''] = leaves;
  const value = converted(node, leafType(pathOf(base, first)));
  for (const [leaf, result] of Object.entries(read(value, sibling))) {
    // A value is at its own place, a structure at its key.
    const at = node.kind === 'scalar' ? node.at : origin.at;
    draft.set(pathOf(base, leaf), result, { at, key: origin.key }, { isWeak: isWeak === true });
  }
}

function readList({ list, table }: ListRule, node: Node, { draft, base, origin }: Omit<Target, 'sibling'>): void {
  if (node.kind === 'reference') {
    draft.setUnknown([...base, list], node.names, origin);
    return;
  }
  if (node.kind !== 'list') {
    draft.problems.push({ ...origin, message: 'expected a list' });
    return;
  }
  node.items.forEach((item, index) => {
    const key = `${origin.key}[${index}]`;
    const path = [...base, list, index];
    draft.begin(path, { at: item.at, key });
    if (item.kind === 'map') readTable(item, table, draft, { base: path, prefix: `${key}.` });
    else draft.problems.push({ at: item.at, key, message: 'expected a map' });
  });
}

/** Parameters of a template are text, whatever they are used for, and CloudFormation converts them. */
function converted(node: Node, type: LeafType): unknown {
  if (node.kind === 'list') return node.items.map((item) => converted(item, type === 'other' ? 'text' : type));
  if (node.kind !== 'scalar' || node.isLoose !== true) return plain(node);
  const { value } = node;
  if (type === 'text' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (typeof value !== 'string') return value;
  if (type === 'boolean' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return type === 'number' && /^-?\d+$/.test(value) ? Number(value) : value;
}

/** The map of a dialect for a structure of the spec. What the dialect cannot express is missing from it. */
export function writeTable(table: Table, structure: object): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  const leaf: Leaf = (path) => path.split('.').reduce<unknown>(step, structure);
  for (const [key, rule] of Object.entries(table)) {
    if (rule === null) continue;
    const value = written(rule, leaf);
    if (value !== undefined) putAt(map, key.split('.'), value);
  }
  return map;
}

function written(rule: string | Rule | ListRule, leaf: Leaf): unknown {
  if (typeof rule === 'string') return leaf(rule);
  if (!('list' in rule)) return rule.write(leaf);
  const items = leaf(rule.list);
  // An empty list says nothing: what else the pool has is not judged.
  return Array.isArray(items) && items.length > 0
    ? items.map((item: object) => writeTable(rule.table, item))
    : undefined;
}

function step(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function putAt(map: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) map[key] = value;
  else putAt((map[key] ??= {}) as Record<string, unknown>, rest, value);
}

/** The rule of a key that says the same as a leaf. */
export function same(leaf: string): Rule {
  return { leaves: [leaf], read: (value) => ({ [leaf]: value }), write: (get) => get(leaf) };
}
