import type { Readable } from 'node:stream';

import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { Values } from './dialects/intrinsics.js';
import type { Comparison } from './diff/diff-specs.js';
import { loadPoolFile, nameOf } from './source/load-pool-file.js';
import { problemText } from './source/problem.js';

/** A file that declares a pool, as the flags name it. */
export interface PoolFileInput {
  /** A path, or `-` for stdin. */
  readonly source: string;
  /** `NAME=VALUE`, each a value for a reference. */
  readonly resolve?: readonly string[] | undefined;
  /** A file of them, one per line; empty lines and those that start with # are ignored. */
  readonly resolveFrom?: string | undefined;
  readonly resource?: string | undefined;
  readonly stdin: Readable & { readonly isTTY?: boolean };
}

/**
 * Compares the pool with a file. The file is read first, so that nothing is sent if it is invalid.
 *
 * @param warn gets what is strange in the file, in a sentence each
 * @throws AdminError those of `loadPoolFile`, `readPoolFile`, `readLivePool` and `diffSpecs`
 */
export async function compareFile(
  directory: () => Promise<Directory>,
  input: PoolFileInput,
  warn: (text: string) => void,
): Promise<Comparison> {
  const { source, resource, stdin } = input;
  const [text, values] = [await loadPoolFile(source, stdin), await valuesOf(input)];
  const { readPoolFile } = await import('./source/read-pool-file.js');
  const file = readPoolFile(nameOf(source), text, { values, resource });
  for (const { hint, ...problem } of file.warnings) {
    warn(`${nameOf(source)} ${problemText(problem)}.${hint === undefined ? '' : ` ${hint}`}`);
  }
  const [{ readLivePool }, { specFromLive }, { diffSpecs }] = await Promise.all([
    import('./live/live-pool.js'),
    import('./live/spec-from-live.js'),
    import('./diff/diff-specs.js'),
  ]);
  const live = await readLivePool(await directory());
  if (live.domainProblem !== undefined) warn(`${live.domainProblem}.`);
  const current = live.clients.findIndex((client) => client.current);
  return diffSpecs(file, specFromLive(live).spec, { currentClient: current === -1 ? undefined : current });
}

/** The values for references. Those of the command line win. */
async function valuesOf({ resolve = [], resolveFrom, stdin }: PoolFileInput): Promise<Values> {
  const lines = resolveFrom === undefined ? [] : (await loadPoolFile(resolveFrom, stdin)).split(/\r?\n/);
  const given = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  return new Map([...given, ...resolve].map(pairOf));
}

/** The name of a Stacktape directive may contain an equals sign within its brackets. */
function pairOf(text: string): [string, string] {
  const [, name, value] = /^(\$\w+\([^()]*\)|[^=]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name.trim(), value];
  throw new AdminError('USAGE', `not NAME=VALUE: ${JSON.stringify(text)}`, {
    hint: 'Write the name of the reference, as the comparison names it, and its value: --resolve Sender=arn:aws:…',
  });
}
