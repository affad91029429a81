import { Flags, type Interfaces } from '@oclif/core';

import type { PoolFileInput } from '../../../pool-spec/compare-file.js';
import { declaredPool, poolFileOf } from '../../../plans/declared-pool.js';
import type { Invocation } from '../../invocation.js';
import { shellWord } from '../../../text/quoted.js';

/** How a file that declares a pool is read. */
export const poolFileFlags = {
  resolve: Flags.string({
    summary: 'Value for a reference in the file, or for a parameter; repeatable.',
    helpValue: 'NAME=VALUE',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'resolve-from': Flags.string({ summary: 'File of such values, one per line.', helpValue: 'FILE' }),
  resource: Flags.string({ summary: 'Which pool is meant, if the file declares several.', helpValue: 'NAME' }),
};

/** Both as words of a suggested command that reads the same file. */
export function poolFileWords(source: string, flags: Interfaces.InferredFlags<typeof poolFileFlags>): string {
  const { resolve = [], 'resolve-from': resolveFrom, resource } = flags;
  return [
    shellWord(source),
    ...resolve.map((value) => `--resolve ${shellWord(value)}`),
    ...(resolveFrom === undefined ? [] : [`--resolve-from ${shellWord(resolveFrom)}`]),
    ...(resource === undefined ? [] : [`--resource ${shellWord(resource)}`]),
  ].join(' ');
}

/**
 * The argument and the flags of a command that reads such a file. What is read goes into the plan that is saved, and comes from
 * the plan that is applied.
 */
export function poolFileInput(
  source: string,
  flags: Interfaces.InferredFlags<typeof poolFileFlags>,
  { planOut, applies }: Pick<Invocation, 'planOut' | 'applies'> = {},
): PoolFileInput {
  const { resolve, 'resolve-from': resolveFrom, resource } = flags;
  return {
    ...{ source, resolve, resolveFrom, resource, stdin: process.stdin },
    declared: applies && poolFileOf(applies.document.command),
    onRead: (file) => {
      if (planOut !== undefined) planOut.command.pool = declaredPool(file);
    },
  };
}
