import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type YAMLError } from 'yaml';

import { deepNesting } from '../../text/deep-nesting.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import type { MapNode, Node, Position } from './node.js';
import type { Problem } from './problem.js';

/** More nodes, aliases expanded, than a template of 1 MB has: a few lines of aliases can stand for gigabytes. */
const MAX_NODES = 100_000;
const MAX_DEPTH = 100;

/** The documents of a file, or what is wrong with its syntax. */
export type Parsed = { readonly documents: readonly Node[] } | { readonly problems: readonly Problem[] };

/**
 * Parses YAML or JSON, of one or several documents. CloudFormation's short tags become the long form: `!Ref A` is
 * `{Ref: A}`, `!Sub a` is `{Fn::Sub: a}` ("Intrinsic function reference", CloudFormation user guide).
 */
export function parseYaml(text: string): Parsed {
  const lines = new LineCounter();
  const deep = deepNesting(text);
  if (deep !== undefined) return { problems: [tooDeep(deep)] };
  try {
    // The parser's own search for repeated keys takes minutes for a map of 60,000 keys.
    const options = { lineCounter: lines, prettyErrors: false, stringKeys: true, uniqueKeys: false } as const;
    const documents = [...parseAllDocuments(text, options)];
    const errors = documents.flatMap((document) => document.errors);
    if (errors.length > 0) return { problems: errors.slice(0, MAX_ERRORS).map((error) => problemOf(error, lines)) };
    const budget = { nodes: 0 };
    return {
      documents: documents.map((document) => new Converter(lines, budget).convert(document.contents, 0)),
    };
  } catch (error) {
    if (error instanceof Unreadable) return { problems: [error.problem] };
    throw error;
  }
}

/** A truncated file has one error, and a file that is no YAML at all may have one on every line. */
const MAX_ERRORS = 10;

class Unreadable extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

function tooDeep(at: Position): Problem {
  return { at, message: 'nested too deeply', hint: 'No user pool needs that: check for a bracket too many' };
}

const FUNCTIONS = [
  'And Base64 Cidr Equals FindInMap ForEach GetAZs GetAtt If ImportValue Join Length Not Or Select Split Sub ToJsonString',
  'Transform',
].flatMap((names) => names.split(' '));
const LONG_FORMS = new Map([
  ...FUNCTIONS.map((name) => [`!${name}`, `Fn::${name}`] as const),
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
]);

class Converter {
  /** The latest node with each anchor, so far. */
  private readonly anchors = new Map<string, unknown>();

  constructor(
    private readonly lines: LineCounter,
    private readonly budget: { nodes: number },
  ) {}

  convert(node: unknown, depth: number): Node {
    const at = this.at(node);
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined) throw new Unreadable({ at, message: `no anchor &${node.source}` });
      return this.convert(target, depth + 1);
    }
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined)
      this.anchors.set(node.anchor, node);
    this.budget.nodes += 1;
    if (this.budget.nodes > MAX_NODES) {
      throw new Unreadable({
        at,
        message: 'too many values',
        hint: 'Check the aliases (*name): they repeat what they name',
      });
    }
    if (depth > MAX_DEPTH) throw new Unreadable(tooDeep(at));
    const value = this.value(node, at, depth);
    const tag = isScalar(node) || isMap(node) || isSeq(node) ? node.tag : undefined;
    if (tag?.startsWith('!') !== true || tag === '!') return value;
    const key = LONG_FORMS.get(tag);
    if (key === undefined) {
      const hint = didYouMean(closest(tag, [...LONG_FORMS.keys()])) || 'Remove it, or use a function of CloudFormation';
      throw new Unreadable({ at, message: `unknown tag ${tag}`, hint: hint.trim() });
    }
    return { kind: 'map', at, entries: new Map([[key, { at, node: value }]]) };
  }

  private value(node: unknown, at: Position, depth: number): Node {
    if (isSeq(node)) return { kind: 'list', at, items: node.items.map((item) => this.convert(item, depth + 1)) };
    if (isMap(node)) return { kind: 'map', at, entries: this.entries(node.items, depth) };
    const value: unknown = isScalar(node) ? node.value : null;
    if (value === null && (!isScalar(node) || node.source === '')) return { kind: 'scalar', at, value, isBlank: true };
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return { kind: 'scalar', at, value };
    }
    // A number too large for JavaScript, for example.
    return { kind: 'scalar', at, value: isScalar(node) ? (node.source ?? '') : '' };
  }

  private entries(pairs: readonly { key: unknown; value: unknown }[], depth: number): MapNode['entries'] {
    const own = new Map<string, { at: Position; node: Node }>();
    const merged: MapNode[] = [];
    for (const { key, value } of pairs) {
      const name = isScalar(key) ? String(key.value) : '';
      const node = this.convert(value, depth + 1);
      // The merge key of YAML 1.1, which templates use to share settings: what a map says itself wins.
      if (name === '<<')
        merged.push(...(node.kind === 'list' ? node.items : [node]).filter((item) => item.kind === 'map'));
      else if (own.has(name)) {
        const message = `key ${name} is repeated`;
        throw new Unreadable({ at: this.at(key), message, hint: 'Keep one of the two' });
      } else own.set(name, { at: this.at(key), node });
    }
    for (const { entries } of merged) {
      for (const [name, entry] of entries) if (!own.has(name)) own.set(name, entry);
    }
    return own;
  }

  private at(node: unknown): Position {
    const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
    const { line, col } = this.lines.linePos(range?.[0] ?? 0);
    return { line, column: col };
  }
}

const SYNTAX_HINTS: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'Indent with spaces',
};

function problemOf(error: YAMLError, lines: LineCounter): Problem {
  const { line, col } = lines.linePos(error.pos[0]);
  // The parser turns even this into an error of its own.
  if (/call stack/i.test(error.message)) return tooDeep({ line, column: col });
  const hint = SYNTAX_HINTS[error.code] ?? 'Check the indentation, quotes and brackets on that line';
  const words = error.message.replace(/\s+/g, ' ');
  const message = `not YAML: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
  return { at: { line, column: col }, message, hint };
}
