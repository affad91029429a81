/**
 * The table of operations in docs/sandbox.md: every operation of the SDK, by what the sandbox makes of it. Run by itself, this
 * writes it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

import * as sdk from '@aws-sdk/client-cognito-identity-provider';

const PAGE = 'docs/sandbox.md';
const START = '<!-- operations: written by `npm run build` -->\n';
const END = '<!-- end of operations -->\n';

/** The names of all operations of the SDK. */
export const SDK_OPERATIONS = Object.keys(sdk)
  .filter((name) => /^[A-Z].*[a-z]Command$/.test(name))
  .map((name) => name.slice(0, -'Command'.length))
  .sort();

/**
 * The page with the table as it should be. `modelled` has the names of the sandbox's operations, `stored` those of them that only
 * keep what they are given.
 *
 * @param {string} page
 * @param {{ modelled: readonly string[], stored: readonly string[] }} operations
 */
export function withOperations(page, { modelled, stored }) {
  const row = (name) => {
    const effect = stored.includes(name) ? 'stored only' : modelled.includes(name) ? 'modelled' : '';
    return `| ${name} | ${effect} |\n`;
  };
  const table = `| operation | |\n|---|---|\n${SDK_OPERATIONS.map(row).join('')}`;
  const [before, rest] = page.split(START);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${PAGE} has no place for the table of operations`);
  return `${before}${START}\n${table}\n${END}${after}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { isStoredOnly, OPERATIONS } = await import('../../src/lib/sandbox/operations/operations.ts');
  const modelled = Object.keys(OPERATIONS);
  await writeFile(
    PAGE,
    withOperations(await readFile(PAGE, 'utf8'), { modelled, stored: modelled.filter(isStoredOnly) }),
  );
}
