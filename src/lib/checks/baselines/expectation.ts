import { comparable } from '../../pool-spec/diff/diff-specs.js';
import type { RuleInfo } from '../finding.js';

/** How a value may be, besides exactly as written. */
export const OPERATORS = ['equals', 'atLeast', 'atMost', 'oneOf', 'contains'] as const;

export type Operator = (typeof OPERATORS)[number];

/** What a baseline expects of one setting. */
export interface Expectation extends RuleInfo {
  /** Which structure has the setting: the pool, an attribute of its schema, or app clients (without a name: each). */
  readonly of: { readonly kind: 'pool' | 'attribute' | 'client'; readonly name?: string | undefined };
  /** Its dotted path there, as in a PoolSpec: `passwordPolicy.minimumLength`. */
  readonly field: string;
  readonly operator: Operator;
  /** For `oneOf` and `contains` a list. */
  readonly operand: unknown;
}

/** Whether a value is as expected. A setting that is off, empty or absent is the same. */
export function holds({ operator, operand, field }: Expectation, value: unknown): boolean {
  const same = (other: unknown) =>
    JSON.stringify(comparable(value, field)) === JSON.stringify(comparable(other, field));
  switch (operator) {
    case 'equals':
      return same(operand);
    case 'oneOf':
      return (operand as unknown[]).some(same);
    case 'atLeast':
      return typeof value === 'number' && value >= Number(operand);
    case 'atMost':
      return typeof value === 'number' && value <= Number(operand);
    case 'contains':
      return Array.isArray(value) && (operand as unknown[]).every((item) => value.includes(item));
  }
}

/** `at least 12`, `one of OPTIONAL, ON` */
export function operandText(operator: Operator, operand: unknown): string {
  const words = { equals: '', atLeast: 'at least ', atMost: 'at most ', oneOf: 'one of ', contains: 'with ' };
  return words[operator] + valueText(operand);
}

/** A value as it is written in a file: `12`, `false`, `email, phone_number`; `not set` if there is none. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'not set';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.map(valueText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
