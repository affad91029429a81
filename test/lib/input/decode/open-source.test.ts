import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';

import { expect } from 'chai';

import { inputFormat } from '../../../../src/lib/input/decode/input-format.js';
import { openSource } from '../../../../src/lib/input/decode/open-source.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { refusal, rejection } from '../../conventions/refusal.js';

const STDIN = Readable.from([]);

describe('openSource', () => {
  const folder = temporaryFolder();

  it('opens a file, or stdin for -', async () => {
    await writeFile(folder.path('users.txt'), 'ana');
    const chunks: Buffer[] = [];
    for await (const chunk of await openSource(folder.path('users.txt'), STDIN)) chunks.push(chunk as Buffer);
    expect([Buffer.concat(chunks).toString(), await openSource('-', STDIN)]).to.deep.equal(['ana', STDIN]);
  });

  it('refuses stdin if it is a terminal', async () => {
    const { code } = await rejection(openSource('-', Object.assign(Readable.from([]), { isTTY: true })));
    expect(code).to.equal('USAGE');
  });

  it('refuses a missing file, a folder and a named pipe without waiting', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [folder.path('pipe')]);
    for (const name of ['none.txt', '.', 'pipe']) {
      expect((await rejection(openSource(folder.path(name), STDIN))).code, name).to.equal('USAGE');
    }
  });
});

describe('inputFormat', () => {
  it('is the requested format, else that of the extension; stdin has one USER per line', () => {
    expect(
      (
        [
          ['a.csv', undefined],
          ['a.tsv', undefined],
          ['a.NDJSON', undefined],
          ['a.jsonl', undefined],
          ['a.txt', undefined],
          ['a.json', undefined],
          ['users', undefined],
          ['-', undefined],
          ['-', 'csv'],
          ['a.xls', 'text'],
        ] as const
      ).map(([source, asked]) => inputFormat(source, asked)),
    ).to.deep.equal(['csv', 'csv', 'ndjson', 'ndjson', 'text', 'json', 'text', 'text', 'csv', 'text']);
  });

  it('refuses an unknown extension', () => {
    expect(refusal(() => inputFormat('users.xls', undefined)).hint).to.equal(
      'Specify the format with --input-format: csv, ndjson, json, text',
    );
  });
});
