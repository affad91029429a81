import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';
import { format, resolveConfig } from 'prettier';

/**
 * Holds `found` against the JSON file `snapshots/<name>.json`. With UPDATE_SNAPSHOTS=1 the file is written instead, to be
 * looked over and committed.
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
    `test/contract/snapshots/${name}.json holds a contract that scripts rely on. If the change is meant, write it anew ` +
      'with UPDATE_SNAPSHOTS=1 npm run test:only, and say so in the commit',
  ).to.deep.equal(committed);
}

/** JSON with what holds no object itself on one line, so that a change is a line of a diff. */
function snapshotText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Array.isArray(value)
    ? value.map(snapshotText)
    : Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${snapshotText(one)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const isFlat = Object.values(value).every(
    (one) => typeof one !== 'object' || one === null || Array.isArray(one),
  );
  return isFlat ? `${open}${parts.join(', ')}${close}` : `${open}\n${parts.join(',\n')}\n${close}`;
}
