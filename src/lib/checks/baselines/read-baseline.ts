import { z, type ZodType } from 'zod';

import { POOL_SPEC } from '../../pool-spec/schema.js';
import { type MapNode, type Node, plain, textOf } from '../../pool-spec/source/node.js';
import type { Problem } from '../../pool-spec/source/problem.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import { SEVERITIES, type Severity } from '../severity.js';
import { type Expectation, type Operator, OPERATORS, operandText } from './expectation.js';

/** The version of the format. */
const VERSION = 1;

/** What a baseline may add to a value, besides the operator. */
const NOTES = ['severity', 'reason', 'rule'] as const;

/** Whether a document is a baseline. */
export function isBaseline(root: Node | undefined): root is MapNode {
  return root?.kind === 'map' && root.entries.has('baseline');
}

/**
 * Reads a baseline: a PoolSpec with `baseline: 1`, in which a setting is a value, or a map of one operator and perhaps
 * `severity`, `reason` and `rule`.
 *
 * @param name of the baseline, for the reason of an expectation that gives none
 */
export function readBaseline(
  root: MapNode,
  name: string,
): { readonly expectations: readonly Expectation[]; readonly problems: readonly Problem[] } {
  const reader = new Reader(name);
  const version = root.entries.get('baseline');
  if (version?.node.kind !== 'scalar' || version.node.value !== VERSION) {
    reader.problem(version?.node ?? root, 'baseline', `expected ${VERSION}`);
  }
  const entries = [...root.entries].filter(([key]) => key !== 'baseline');
  reader.structure({ ...root, entries: new Map(entries) }, POOL_SPEC, { kind: 'pool' }, '');
  return reader;
}

/** What a setting is given: one operator, and perhaps notes. */
interface Operation {
  readonly operator: Operator;
  readonly operand: Node;
  readonly severity?: Severity | undefined;
  readonly reason?: string | undefined;
  readonly rule?: string | undefined;
}

class Reader {
  readonly expectations: Expectation[] = [];
  readonly problems: Problem[] = [];

  constructor(private readonly baseline: string) {}

  problem({ at }: Pick<Node, 'at'>, key: string, message: string, hint?: string): void {
    this.problems.push({ at, key, message, hint });
  }

  structure(node: MapNode, schema: z.ZodObject, of: Expectation['of'], prefix: string): void {
    for (const [key, { at, node: value }] of node.entries) {
      const member: unknown = schema.shape[key];
      const field = prefix + key;
      if (member === undefined) {
        const known = Object.keys(schema.shape);
        const hint = `${didYouMean(closest(key, known))}Keys: ${known.join(', ')}`;
        this.problem({ at }, field, 'unknown key', hint);
        continue;
      }
      const inner = (member instanceof z.ZodOptional ? member.unwrap() : member) as ZodType;
      const list = STRUCTURES[field];
      if (of.kind === 'pool' && list !== undefined) this.list(value, elementOf(inner), list, field);
      else if (inner instanceof z.ZodObject) {
        if (value.kind === 'map') this.structure(value, inner, of, `${field}.`);
        else this.problem(value, field, 'expected a map');
      } else this.leaf(value, inner, of, field);
    }
  }

  private list(node: Node, element: ZodType, kind: Expectation['of']['kind'], field: string): void {
    if (node.kind !== 'list') {
      this.problem(node, field, 'expected a list');
      return;
    }
    for (const item of node.items) {
      if (item.kind !== 'map') {
        this.problem(item, field, 'expected a map');
        continue;
      }
      const entries = [...item.entries].filter(([key]) => key !== 'name');
      const name = textOf(item.entries.get('name')?.node);
      if (name === undefined && kind === 'attribute') this.problem(item, field, 'expected the name of an attribute');
      this.structure({ ...item, entries: new Map(entries) }, element as z.ZodObject, { kind, name }, '');
    }
  }

  private leaf(node: Node, schema: ZodType, of: Expectation['of'], field: string): void {
    const read: Operation | undefined =
      node.kind === 'map' ? this.operation(node, field) : { operator: 'equals', operand: node };
    if (read === undefined) return;
    const { operator, operand, severity = 'medium', reason, rule } = read;
    const message = operandProblem(operator, operand, schema);
    if (message !== undefined) {
      this.problem(operand, field, message);
      return;
    }
    const value = plain(operand);
    const isList = operator === 'oneOf' || operator === 'contains';
    const items = isList && !Array.isArray(value) ? [value] : value;
    this.expectations.push({
      of,
      field,
      operator,
      operand: items,
      rule: rule ?? ruleId(of, field),
      severity,
      expected: `${field}: ${operandText(operator, items)}`,
      why: reason ?? `The baseline ${this.baseline} expects it.`,
    });
  }

  /** A map of one operator, with its notes. */
  private operation(node: MapNode, field: string): Operation | undefined {
    const keys = [...node.entries.keys()];
    const known: readonly string[] = [...OPERATORS, ...NOTES];
    const unknown = keys.find((key) => !known.includes(key));
    if (unknown !== undefined) {
      const hint = `${didYouMean(closest(unknown, known))}Keys: ${known.join(', ')}`;
      this.problem({ at: node.entries.get(unknown)?.at ?? node.at }, `${field}.${unknown}`, 'unknown key', hint);
      return undefined;
    }
    const [operator, ...others] = OPERATORS.filter((name) => node.entries.has(name));
    const operand = operator && node.entries.get(operator)?.node;
    if (operator === undefined || operand === undefined || others.length > 0) {
      this.problem(node, field, `expected one of ${OPERATORS.join(', ')}`);
      return undefined;
    }
    const note = (key: (typeof NOTES)[number]) => textOf(node.entries.get(key)?.node);
    const severity = SEVERITIES.find((one) => one === note('severity'));
    if (node.entries.has('severity') && severity === undefined) {
      this.problem(node, `${field}.severity`, `expected one of: ${SEVERITIES.join(', ')}`);
    }
    const rule = note('rule');
    if (node.entries.has('rule') && (rule === undefined || !/^[A-Z][A-Z0-9_]*$/.test(rule))) {
      this.problem(node, `${field}.rule`, 'expected the ID of a rule in capital letters, such as LONG_PASSWORDS');
    }
    return { operator, operand, severity, reason: note('reason'), rule };
  }
}

/** The lists of structures that a baseline has expectations of. */
const STRUCTURES: Readonly<Record<string, 'attribute' | 'client'>> = { attributes: 'attribute', clients: 'client' };

function elementOf(schema: ZodType): ZodType {
  return schema instanceof z.ZodArray ? (schema.element as ZodType) : schema;
}

/** What is wrong with what an operator is given: for each it is a value of the setting, or a list of them. */
function operandProblem(operator: Operator, operand: Node, schema: ZodType): string | undefined {
  const value = plain(operand);
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  switch (operator) {
    case 'equals':
      return schemaProblem(schema, value);
    case 'oneOf':
      return values.map((item) => schemaProblem(schema, item)).find((problem) => problem !== undefined);
    case 'contains':
      if (!(schema instanceof z.ZodArray)) return 'contains is for lists: use equals or oneOf';
      return values.map((item) => schemaProblem(elementOf(schema), item)).find((problem) => problem !== undefined);
    case 'atLeast':
    case 'atMost':
      if (!(schema instanceof z.ZodNumber)) return `${operator} is for numbers: use equals or oneOf`;
      return schemaProblem(schema, value);
  }
}

function schemaProblem(schema: ZodType, value: unknown): string | undefined {
  const result = schema.safeParse(value);
  return result.success ? undefined : (result.error.issues[0]?.message ?? 'invalid');
}

/** `passwordPolicy.minimumLength` as `PASSWORD_POLICY_MINIMUM_LENGTH`; of an app client with `CLIENT_` before it. */
export function ruleId({ kind, name }: Expectation['of'], field: string): string {
  const prefix = kind === 'pool' ? '' : kind === 'client' ? 'CLIENT_' : `ATTRIBUTE_${capitals(name ?? '')}_`;
  return prefix + capitals(field);
}

function capitals(text: string): string {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}
