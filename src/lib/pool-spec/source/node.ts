/** Where something is in a file: line and column, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface MapNode {
  readonly kind: 'map';
  readonly at: Position;
  /** In the order of the file. `at` is the position of the key. */
  readonly entries: ReadonlyMap<string, { readonly at: Position; readonly node: Node }>;
}

export interface ListNode {
  readonly kind: 'list';
  readonly at: Position;
  readonly items: readonly Node[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly at: Position;
  readonly value: string | number | boolean | null;
  /** Whether text may stand for a number or a boolean, and the reverse: in templates, and for values from --resolve. */
  readonly isLoose?: boolean;
  /** Whether nothing is written: `key:` without a value is null as well as `key: null`. */
  readonly isBlank?: true;
}

/** A value that is known only after a deployment. */
export interface ReferenceNode {
  readonly kind: 'reference';
  readonly at: Position;
  /** What --resolve must name to supply the value; several if it is put together from them. */
  readonly names: readonly string[];
}

/** A value of a file with its position. Aliases and short tags are expanded. */
export type Node = MapNode | ListNode | ScalarNode | ReferenceNode;

/** The value of a key; undefined if the node is no map, or the key is missing or empty. */
export function member(node: Node | undefined, key: string): Node | undefined {
  const found = node?.kind === 'map' ? node.entries.get(key)?.node : undefined;
  return found?.kind === 'scalar' && found.value === null ? undefined : found;
}

/** The text of a scalar; undefined for everything else. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** The references in a node, at any depth. */
export function referencesIn(node: Node): readonly string[] {
  if (node.kind === 'reference') return node.names;
  if (node.kind === 'list') return node.items.flatMap(referencesIn);
  return node.kind === 'map' ? [...node.entries.values()].flatMap((entry) => referencesIn(entry.node)) : [];
}

/** The node with every node replaced for which `replace` returns another; what was replaced is not visited again. */
export function rebuilt(node: Node, replace: (node: Node) => Node | undefined): Node {
  const other = replace(node);
  if (other !== undefined) return other;
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => rebuilt(item, replace)) };
  if (node.kind !== 'map') return node;
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { ...entry, node: rebuilt(entry.node, replace) }] as const,
  );
  return { ...node, entries: new Map(entries) };
}

/** The node as a plain value. It must not contain references. Keys are own properties, `__proto__` too. */
export function plain(node: Node): unknown {
  if (node.kind === 'list') return node.items.map(plain);
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'map') return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plain(entry.node)]));
  throw new TypeError(`unresolved reference ${node.names.join(', ')}`);
}

const NOWHERE: Position = { line: 0, column: 0 };

/** A plain value as a node without positions. */
export function nodeOf(value: unknown, at: Position = NOWHERE): Node {
  if (Array.isArray(value)) return { kind: 'list', at, items: value.map((item) => nodeOf(item, at)) };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => [key, { at, node: nodeOf(inner, at) }] as const);
    return { kind: 'map', at, entries: new Map(entries) };
  }
  return { kind: 'scalar', at, value: (value ?? null) as ScalarNode['value'] };
}
