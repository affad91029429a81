import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';

import { expect } from 'chai';

import UsersOpen from '../../../src/commands/users/open.js';
import { ANY_CREDENTIALS } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { mockCognito } from '../../lib/cognito/cognito-mock.js';

const USERNAME = '5af10000-0000-4000-8000-000000000001';
const PAGE =
  'https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/eu-west-1_Abc123456/user-management/users/details/' +
  `${USERNAME}?region=eu-west-1`;
const ARGV = [USERNAME, '--pool-id', 'eu-west-1_Abc123456'];

describe('users open', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const cognito = mockCognito();
  beforeEach(() => {
    cognito.answer('AdminGetUser', { Username: USERNAME });
  });

  for (const [flags, stdout] of [
    [[], `${PAGE}\n`],
    [['-q'], `${PAGE}\n`],
    [['-o', 'ndjson'], `{"username":"${USERNAME}","url":"${PAGE}"}\n`],
  ] as const) {
    it(`prints the URL with ${flags.join(' ') || 'no flag'}, and opens nothing`, async () => {
      const result = await run(UsersOpen, [...ARGV, ...flags], { env: { ...ANY_CREDENTIALS, PATH: '' } });
      expect(result).to.deep.equal({ stdout, stderr: '', exitCode: 0, asked: [] });
    });
  }

  it("opens the URL with the platform's program with --browser", async function () {
    if (process.platform === 'win32') this.skip();
    const folder = place().path('bin');
    await mkdir(folder);
    for (const name of ['xdg-open', 'open']) {
      await writeFile(
        `${folder}/${name}`,
        `#!/bin/sh\nprintf '%s' "$*" > "${folder}/opened.part"\nmv "${folder}/opened.part" "${folder}/opened"\n`,
      );
      await chmod(`${folder}/${name}`, 0o755);
    }
    const env = { ...ANY_CREDENTIALS, PATH: [folder, process.env.PATH].join(delimiter) };
    const { exitCode } = await run(UsersOpen, [...ARGV, '--browser'], { env });
    let opened: string | undefined;
    while (opened === undefined) {
      opened = await readFile(`${folder}/opened`, 'utf8').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect([opened, exitCode]).to.deep.equal([PAGE, 0]);
  });

  it('prints the URL and exits with 2 if there is no such program', async () => {
    const { stdout, stderr, exitCode } = await run(UsersOpen, [...ARGV, '--browser'], {
      env: { ...ANY_CREDENTIALS, PATH: place().home },
    });
    expect([stdout, stderr.split('\n')[0]?.replace(/opened: \S+/, 'opened: …'), exitCode]).to.deep.equal([
      `${PAGE}\n`,
      'error: no browser can be opened: … does not run here',
      2,
    ]);
  });

  it('has no page for a user of the sandbox', async () => {
    const { stdout, exitCode } = await run(UsersOpen, ['ana.silva@tenant-one.example']);
    expect([stdout, exitCode]).to.deep.equal(['', 2]);
  });
});
