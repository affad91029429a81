import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import { fenced, page, sections } from './page.js';
import { verifyHistory } from '../helpers/read-history.js';

const HISTORY = page('docs/history.md');

/** The names in the first column of the tables of a section. */
function named(section: string): string[] {
  const lines = sections(HISTORY).get(section)?.split('\n') ?? [];
  return lines.flatMap((line) =>
    line.startsWith('| `') ? [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name) : [],
  );
}

describe('docs/history.md', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-docs-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('shows a history that verify accepts, with its head', async () => {
    const file = join(folder, 'stackflow.ndjson');
    await writeFile(file, fenced(HISTORY, 'ndjson')[0] ?? '');
    await writeFile(`${file}.head`, fenced(HISTORY, 'json')[0] ?? '');
    const { lines, records, unknown, faults } = await verifyHistory(file);
    expect({ lines, records, unknown, faults }).to.deep.equal({
      lines: 2,
      records: 1,
      unknown: 0,
      faults: [],
    });
  });

  it('explains every key of the lines that it shows', () => {
    const shown = (fenced(HISTORY, 'ndjson')[0] ?? '').trim().split('\n');
    const keys = shown.flatMap((line) => Object.keys(JSON.parse(line) as object));
    const explained = named('The file');
    expect(keys.filter((key) => !explained.includes(key))).to.deep.equal([]);
  });
});
