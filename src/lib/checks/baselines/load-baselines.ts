import type { Readable } from 'node:stream';

import { readShippedFile } from '../../files/shipped-file.js';
import { loadPoolFile, nameOf } from '../../pool-spec/source/load-pool-file.js';
import { parseYaml } from '../../pool-spec/source/parse-yaml.js';
import { invalidPoolFile, problemText } from '../../pool-spec/source/problem.js';
import { readPoolFile } from '../../pool-spec/source/read-pool-file.js';
import type { Baseline } from './baseline.js';
import type { Expectation } from './expectation.js';
import { expectationsBaseline } from './expectations-baseline.js';
import { isBaseline, readBaseline } from './read-baseline.js';
import { specBaseline } from './spec-baseline.js';

/** The baselines that are shipped with the program, in its folder `baselines`. */
export const SHIPPED_BASELINES = ['stackflow', 'hardened'] as const;

export type ShippedBaseline = (typeof SHIPPED_BASELINES)[number];

export interface BaselineSource {
  /** The folder of the program. */
  readonly root: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Gets what is strange in a file, in a sentence each. */
  readonly warn: (text: string) => void;
}

/**
 * Loads the baselines of these names, each once; by default StackFlow's.
 *
 * @throws AdminError as `loadBaseline` does
 */
export function loadBaselines(names: readonly string[] = ['stackflow'], source: BaselineSource): Promise<Baseline[]> {
  return Promise.all([...new Set(names)].map((name) => loadBaseline(name, source)));
}

/**
 * Loads a baseline: a shipped one by its name, else a file, which is a baseline or declares a pool in any dialect.
 *
 * @throws AdminError USAGE, INVALID_POOL_FILE
 */
export async function loadBaseline(name: string, { root, stdin, warn }: BaselineSource): Promise<Baseline> {
  if (isShipped(name)) return expectationsBaseline(name, shippedExpectations(name, root));
  const [file, text] = [nameOf(name), await loadPoolFile(name, stdin)];
  const expectations = expectationsIn(file, text);
  if (expectations !== undefined) return expectationsBaseline(file, expectations);
  const declared = readPoolFile(file, text);
  for (const warning of declared.warnings) warn(`${file} ${problemText(warning)}.`);
  return specBaseline(file, declared);
}

/** What a shipped baseline expects. */
export function shippedExpectations(name: ShippedBaseline, root: string): readonly Expectation[] {
  return expectationsIn(name, readShippedFile(root, `baselines/${name}.yaml`).toString()) ?? [];
}

export function isShipped(name: string): name is ShippedBaseline {
  return SHIPPED_BASELINES.some((shipped) => shipped === name);
}

/** What a file expects, if it is a baseline. @throws AdminError INVALID_POOL_FILE */
export function expectationsIn(file: string, text: string): readonly Expectation[] | undefined {
  const parsed = parseYaml(text);
  if ('problems' in parsed) throw invalidPoolFile(file, parsed.problems);
  const root = parsed.documents.find(isBaseline);
  if (root === undefined) return undefined;
  const { expectations, problems } = readBaseline(root, file);
  if (problems.length > 0) throw invalidPoolFile(file, problems);
  return expectations;
}
