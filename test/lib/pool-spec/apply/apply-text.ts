import { Readable } from 'node:stream';

import { carryOut, type CarryOutOptions } from '../../../../src/lib/changes/carry-out.js';
import type { Change } from '../../../../src/lib/changes/change.js';
import type { Outcome } from '../../../../src/lib/changes/outcome.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { applyFile } from '../../../../src/lib/pool-spec/apply/apply-file.js';
import { comparePool, readDeclaredPool } from '../../../../src/lib/pool-spec/compare-file.js';
import { AGREED } from '../../changes/agreement.js';

const SILENT = (): void => undefined;

/** A file with this text, as `pool apply -` reads it. */
function inputOf(text: string) {
  return { source: '-', stdin: Readable.from([Buffer.from(text)]) };
}

/** The changes that a file with this text asks for. */
export async function planText(directory: Directory, text: string): Promise<readonly Change[]> {
  return (await applyFile(() => Promise.resolve(directory), inputOf(text), SILENT)).changes;
}

/** Applies a file with this text. */
export async function applyText(
  directory: Directory,
  text: string,
  options: CarryOutOptions = AGREED,
): Promise<Outcome[]> {
  return carryOut(directory, await planText(directory, text), { ...options, together: 'pool apply' });
}

/** The settings in which the user pool differs from such a file. */
export async function differing(directory: Directory, text: string): Promise<string[]> {
  const file = await readDeclaredPool(inputOf(text), SILENT);
  const { comparison } = await comparePool(directory, file, SILENT);
  return comparison.differences.map(({ subject, field }) => `${subject}: ${field}`);
}
