import type { Readable } from 'node:stream';

import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { Reading } from './dialects/draft.js';
import type { Comparison } from './diff/diff-specs.js';
import type { LivePool } from './live/live-pool.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { loadPoolFile, nameOf } from './source/load-pool-file.js';
import { problemText } from './source/problem.js';
import type { PoolFile } from './source/read-pool-file.js';

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
  /** What was read from the file when a plan was made, which is used in place of the file. */
  readonly declared?: PoolFile | undefined;
  /** Gets what was read. */
  readonly onRead?: (file: PoolFile) => void;
}

/**
 * Reads a file that declares a pool.
 *
 * @param warn gets what is strange in the file, in a sentence each
 * @throws AdminError those of `loadPoolFile` and `readPoolFile`
 */
export async function readDeclaredPool(input: PoolFileInput, warn: (text: string) => void): Promise<PoolFile> {
  const { source, resource, stdin, declared, onRead } = input;
  if (declared !== undefined) return declared;
  const text = await loadPoolFile(source, stdin);
  const [given, ofFile] = [(input.resolve ?? []).map(pairOf), await valuesFrom(input)];
  // Those of the command line win.
  const values = new WatchedValues([...ofFile, ...given]);
  const { readPoolFile } = await import('./source/read-pool-file.js');
  const file = readPoolFile(nameOf(source), text, { values, resource });
  for (const { hint, ...problem } of file.warnings) {
    warn(`${nameOf(source)} ${problemText(problem)}.${hint === undefined ? '' : ` ${hint}`}`);
  }
  for (const name of unused(given, values)) {
    const suggestion = didYouMean(closest(name, [...values.asked])).trim();
    warn(`--resolve ${name}: the user pool in ${nameOf(source)} refers to no value of this name. ${suggestion}`.trim());
  }
  // A file of values may be for several files, but not a name that is nearly one without a value.
  const missing = [...values.asked].filter((name) => !values.isGiven(name));
  for (const name of unused(ofFile, values)) {
    const meant = closest(name, missing);
    if (meant === undefined) continue;
    const from = nameOf(input.resolveFrom ?? '');
    warn(`${from}: the user pool in ${nameOf(source)} refers to no value named ${name}. ${didYouMean(meant)}`.trim());
  }
  onRead?.(file);
  return file;
}

/** Values for references, and which of them a file asks for. */
class WatchedValues extends Map<string, string> {
  readonly asked = new Set<string>();

  override get(name: string): string | undefined {
    this.asked.add(name);
    return super.get(name);
  }

  override has(name: string): boolean {
    this.asked.add(name);
    return super.has(name);
  }

  /** Whether there is a value, without asking for it. */
  isGiven(name: string): boolean {
    return super.has(name);
  }
}

/** A misspelt name would leave a parameter at its default. */
function unused(given: readonly [string, string][], { asked }: WatchedValues): string[] {
  return [...new Set(given.map(([name]) => name))].filter((name) => !asked.has(name));
}

/** A pool, and where it differs from a file. */
export interface ComparedPool {
  readonly live: LivePool;
  readonly comparison: Comparison;
}

/**
 * Compares the pool with a file.
 *
 * @param warn gets what of the pool cannot be read, in a sentence each
 * @throws AdminError those of `readLivePool` and `diffSpecs`
 */
export async function comparePool(
  directory: Directory,
  file: Reading,
  warn: (text: string) => void,
): Promise<ComparedPool> {
  const [{ readLivePool }, { specFromLive }, { diffSpecs }] = await Promise.all([
    import('./live/live-pool.js'),
    import('./live/spec-from-live.js'),
    import('./diff/diff-specs.js'),
  ]);
  const live = await readLivePool(directory, { domain: file.spec.domain?.domain });
  for (const problem of live.problems ?? []) warn(`${problem}.`);
  const current = live.clients.findIndex((client) => client.current);
  const options = { currentClient: current === -1 ? undefined : current };
  return { live, comparison: diffSpecs(file, specFromLive(live).spec, options) };
}

/** The values for references that `--resolve-from` names. */
async function valuesFrom({ resolveFrom, stdin }: PoolFileInput): Promise<[string, string][]> {
  if (resolveFrom === undefined) return [];
  const lines = (await loadPoolFile(resolveFrom, stdin)).split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(pairOf);
}

/** The name of a Stacktape directive may contain an equals sign within its brackets. */
function pairOf(text: string): [string, string] {
  const [, name, value] = /^(\$\w+\([^()]*\)|[^=]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name.trim(), value];
  throw new AdminError('USAGE', `not NAME=VALUE: ${JSON.stringify(text)}`, {
    hint: 'Write the name of the reference, as the comparison names it, and its value: --resolve Sender=arn:aws:…',
  });
}
