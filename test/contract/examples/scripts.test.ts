import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { ownPlace } from '../../helpers/place.js';
import { EXAMPLES, runScript } from './script-runner.js';

const run = promisify(execFile);

const scripts = async () => (await readdir(EXAMPLES)).filter((name) => name.endsWith('.sh'));

describe('every example script', () => {
  const place = ownPlace();

  it('passes shellcheck', async function () {
    // It is a package of Debian's, which CI installs; `npm cit` must pass without it.
    const isInstalled = await run('shellcheck', ['--version']).then(
      () => true,
      () => false,
    );
    if (process.env.CI === undefined && !isInstalled) this.skip();
    const files = (await scripts()).map((name) => join(EXAMPLES, name));
    const { stdout } = await run('shellcheck', ['--severity=style', ...files]).catch((error: unknown) => {
      throw new Error((error as { stdout: string }).stdout);
    });
    expect(stdout).to.equal('');
  });

  it('stops at the first error, says how it is used, and is in the README of the examples', async () => {
    const readme = await readFile(join(EXAMPLES, 'README.md'), 'utf8');
    for (const name of await scripts()) {
      const text = await readFile(join(EXAMPLES, name), 'utf8');
      const { code, stdout, stderr } = await runScript(place(), name, []);
      expect({
        isStrict: text.includes('\nset -euo pipefail\n'),
        isListed: readme.includes(`[${name}](${name})`),
        code,
        stdout,
        usage: stderr.startsWith(`usage: ${name} `),
      }).to.deep.equal({ isStrict: true, isListed: true, code: 2, stdout: '', usage: true });
    }
  });
});
