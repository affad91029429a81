import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';
import { format, resolveConfig } from 'prettier';

/**
 * Compares `found` with the JSON file `snapshots/<name>.json`. With UPDATE_SNAPSHOTS=1 it writes the file instead, to be
 * reviewed and committed.
 */
export async function expectSnapshot(name: string, found: object): Promise<void> {
  const file = fileURLToPath(new URL(`snapshots/${name}.json`, import.meta.url));
  if (process.env.UPDATE_SNAPSHOTS === '1') {
    await mkdir(new URL('snapshots/', import.meta.url), { recursive: true });
    const text = snapshotText(found);
    await writeFile(file, await format(text, { ...(await resolveConfig(file)), parser: 'json' }));
    return;
  }
  const committed = JSON.parse(await readFile(file, 'utf8')) as unknown;
  expect(
    found,
    `scripts rely on what test/contract/snapshots/${name}.json records. If the change is intended, update the file with ` +
      'UPDATE_SNAPSHOTS=1 npm run test:contract, and say so in the commit',
  ).to.deep.equal(committed);
}

/** JSON with flat objects on one line, so that a change of the contract is one line of a diff. */
function snapshotText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Array.isArray(value)
    ? value.map(snapshotText)
    : Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${snapshotText(one)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const isFlat = Object.values(value).every((one) => typeof one !== 'object' || one === null || Array.isArray(one));
  return isFlat ? `${open}${parts.join(', ')}${close}` : `${open}\n${parts.join(',\n')}\n${close}`;
}
