import * as z from 'zod';

import { POOL_SPEC } from './schema.js';

/** What a leaf of the spec holds, as far as a text must be converted to it. */
export type LeafType = 'text' | 'number' | 'boolean' | 'other';

/** The leaves of a structure by their dotted path, and the lists of structures in it. */
export interface Leaves {
  readonly types: Readonly<Record<string, LeafType>>;
  readonly lists: Readonly<Record<string, Leaves>>;
}

/** Every leaf of a PoolSpec, from its schema: what a dialect's table refers to. */
export const SPEC_LEAVES = leavesOf(POOL_SPEC);

function leavesOf(schema: z.ZodObject): Leaves {
  const types: Record<string, LeafType> = {};
  const lists: Record<string, Leaves> = {};
  const visit = (object: z.ZodObject, prefix: string): void => {
    for (const [key, member] of Object.entries(object.shape)) {
      const inner: unknown = member instanceof z.ZodOptional ? member.unwrap() : member;
      if (inner instanceof z.ZodObject) visit(inner, `${prefix}${key}.`);
      else if (inner instanceof z.ZodArray && inner.element instanceof z.ZodObject) {
        lists[prefix + key] = leavesOf(inner.element);
      } else types[prefix + key] = typeOf(inner);
    }
  };
  visit(schema, '');
  return { types, lists };
}

function typeOf(schema: unknown): LeafType {
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodNumber) return 'number';
  return schema instanceof z.ZodString || schema instanceof z.ZodEnum ? 'text' : 'other';
}

/** The type of the leaf at a path of the spec, such as `['clients', 0, 'name']`. */
export function leafType(path: readonly (string | number)[]): LeafType {
  const start = path.findLastIndex((step) => typeof step === 'number') + 1;
  const leaves = path
    .slice(0, start)
    .reduce<Leaves | undefined>((inner, step) => (typeof step === 'number' ? inner : inner?.lists[step]), SPEC_LEAVES);
  return leaves?.types[path.slice(start).join('.')] ?? 'other';
}
