import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import Doctor from '../../src/commands/doctor.js';
import { ownPlace } from '../helpers/place.js';
import { commandRunner } from '../helpers/run-command.js';

describe('doctor', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('finds nothing wrong with the sandbox', async () => {
    const { stdout, stderr, exitCode } = await run(Doctor, ['-o', 'csv', '--columns', 'id,status', '--no-header']);
    const ids = stdout.trimEnd().split('\n');
    expect({ wrong: ids.filter((line) => !line.endsWith(',ok')), count: ids.length, stderr, exitCode }).to.deep.equal({
      wrong: [],
      count: 14,
      stderr: '14 checks: 14 ok, 0 warning, 0 problem, 0 unknown.\n',
      exitCode: 0,
    });
  });

  it('exits with 9 if the contexts file is broken, names the line, and checks the rest', async () => {
    await mkdir(place().configFolder, { recursive: true });
    const file = join(place().configFolder, 'config.yaml');
    await writeFile(file, 'contexts:\n  prod:\n    poolID: x\n');
    const { stdout, stderr, exitCode } = await run(Doctor, ['-o', 'json']);
    const [, config, ...others] = JSON.parse(stdout) as { id: string; status: string; found: string }[];
    expect({ found: config?.found, others: others.map(({ status }) => status), stderr, exitCode }).to.deep.equal({
      found: `${file} line 3, contexts.prod.poolID: unknown key`,
      others: Array.from({ length: 12 }, () => 'ok'),
      stderr: '14 checks: 13 ok, 0 warning, 1 problem, 0 unknown.\n',
      exitCode: 9,
    });
  });

  it('shows each check with what was found and what to do', async () => {
    const { stdout } = await run(Doctor, ['--context', 'nope']);
    expect(stdout).to.include(
      'problem: the context\n' +
        '  found  unknown context "nope"\n' +
        '  fix    Contexts: sandbox, stackflow\n' +
        '\n' +
        'unknown: the credentials\n' +
        '  found  there is no context to look at\n',
    );
  });
});
