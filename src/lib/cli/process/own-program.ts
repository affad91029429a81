import { resolve } from 'node:path';

/** The words that start this program again: the executable, and its script unless both are one file. */
export async function ownProgram(): Promise<string[]> {
  const { execPath, argv } = process;
  const { isSea } = await import('node:sea');
  return isSea() ? [execPath] : [execPath, resolve(argv[1] ?? '')];
}
