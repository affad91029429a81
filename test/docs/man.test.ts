import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';
import fc from 'fast-check';

import { itWith } from '../helpers/terminal.js';
import { page } from './page.js';

const run = promisify(execFile);

const { manPages, roff } = (await import(new URL('../../scripts/build/man.js', import.meta.url).href)) as {
  manPages: () => Promise<Map<string, string>>;
  roff: (text: string) => string;
};

/** What a reader sees of a page, in a terminal of 300 columns so that no line is broken. */
async function shown(file: string): Promise<string> {
  const { stdout } = await run('mandoc', ['-T', 'utf8', '-O', 'width=300', file]);
  // Bold is a character, a backspace and the character again.
  return stdout.replaceAll(/.\u0008/gu, '');
}

describe('the man pages', () => {
  let folder = '';
  let pages = new Map<string, string>();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-man-'));
    pages = await manPages();
    await Promise.all([...pages].map(([name, text]) => writeFile(join(folder, name), text)));
  });
  after(() => rm(folder, { recursive: true }));

  it('are one for each command, and one for all of them', () => {
    const { commands } = JSON.parse(page('oclif.manifest.json')) as { commands: object };
    const names = Object.keys(commands).map((id) => `sf-admin-${id.replaceAll(':', '-')}.1`);
    expect([...pages.keys()].sort()).to.deep.equal(['sf-admin.1', ...names].sort());
  });

  itWith(['mandoc'], 'are valid', async () => {
    const files = [...pages.keys()].map((name) => join(folder, name));
    const { stdout } = await run('mandoc', ['-T', 'lint', '-W', 'warning', ...files]).catch(
      (error: unknown) => error as { stdout: string },
    );
    expect(stdout).to.equal('');
  });

  itWith(['mandoc'], 'show every flag and example of a command as it is typed', async () => {
    const text = await shown(join(folder, 'sf-admin-users-set-attributes.1'));
    expect(text).to.include('sf-admin users set-attributes ana@example.com --set locale=de-DE --unset nickname\n');
    expect(text).to.match(/^ +-y, --yes$/m);
    expect(text).to.match(/^ +--input-format csv\|ndjson\|json\|text$/m);
  });

  itWith(['mandoc'], 'show the exit statuses of README.md', async () => {
    expect(await shown(join(folder, 'sf-admin.1'))).to.match(
      /EXIT STATUS\n +0 +done, or unchanged\n[^]* 130 +cancelled/,
    );
  });

  itWith(['mandoc'], 'show any text as it is', async () => {
    const unit = fc.constantFrom(...Array.from('ab.\\-\'"`^~%@#$&*(){}[]<>|'));
    const texts = fc.array(fc.string({ unit, minLength: 1, maxLength: 20 }), { minLength: 50, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(texts, async (lines) => {
        const file = join(folder, 'any.1');
        await writeFile(file, ['.TH X 1 2026-01-01', '.SH TEXT', '.nf', ...lines.map(roff), ''].join('\n'));
        const read = (await shown(file)).split('\n').map((line) => line.trim());
        expect(read.slice(3, 3 + lines.length)).to.deep.equal(lines);
      }),
      { numRuns: 5 },
    );
  });
});
