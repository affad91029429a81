import { isDeepStrictEqual } from 'node:util';

import type { Applied, Change } from '../../changes/change.js';
import { AdminError } from '../../errors.js';
import { defined } from '../../model/defined.js';
import type { FieldChange, FieldValue } from '../../model/field-change.js';
import type { Target } from '../../model/target.js';
import { comparable } from '../diff/diff-specs.js';

/** Something that is added to a user pool and that sf-admin cannot remove again. */
export interface Addition {
  readonly target: Target;
  /** As it is called in a sentence: `app client jobs`. */
  readonly name: string;
  /** Its settings by their names, nested as in a spec. */
  readonly wanted: object;
  /** What is before the names of the settings in the plan: `domain.` */
  readonly prefix?: string;
  /** Why the addition cannot be taken back: a sentence. */
  readonly irreversible: string;
  readonly notes?: readonly string[];
  readonly showCommand: string;
  readonly replan: () => Promise<Change>;
  readonly write: () => Promise<Applied>;
  /** The settings as they are now, nested likewise; undefined if it does not exist. */
  readonly read: () => Promise<object | undefined>;
}

/** The change that makes an addition. Its plan shows every setting that it has in the file. */
export function changeOf({ target, name, wanted, prefix = '', irreversible, ...rest }: Addition): Change {
  const { notes, showCommand, replan, write, read } = rest;
  const settings = leaves(wanted, prefix);
  return {
    operation: 'pool.apply',
    target,
    fields: settings.map(([field, after]) => ({ field, before: null, after })),
    disruption: irreversible,
    irreversible,
    doneMessage: `Added ${name}.`,
    unchangedMessage: `There is nothing to add to ${target.label}.`,
    ...defined({ notes }),
    replan,
    apply: write,
    unverifiedFields: async () => differing(settings, new Map(leaves((await read()) ?? {}, prefix))),
    showCommand,
  };
}

/** @throws AdminError CHANGED_UNDERNEATH */
export function existsAlready(name: string): AdminError {
  return new AdminError('CHANGED_UNDERNEATH', `${name} was added since this was planned`, {
    hint: 'Nothing was written. Run the command again: it compares the user pool with the file again.',
  });
}

function differing(wanted: readonly Leaf[], found: ReadonlyMap<string, FieldValue>): FieldChange[] {
  return wanted
    .map(([field, after]) => ({ field, before: found.get(field) ?? null, after }))
    .filter(({ field, before, after }) => !isDeepStrictEqual(comparable(before, field), comparable(after, field)));
}

type Leaf = readonly [field: string, value: FieldValue];

function leaves(structure: object, prefix: string): Leaf[] {
  return Object.entries(structure).flatMap(([key, value]: [string, unknown]): Leaf[] => {
    if (value === undefined || value === null) return [];
    if (typeof value === 'object' && !Array.isArray(value)) return leaves(value, `${prefix}${key}.`);
    return [[prefix + key, value as FieldValue]];
  });
}
