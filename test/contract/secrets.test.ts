import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { whileServed, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace, type Place } from '../helpers/place.js';
import { type BinResult, requireBuild, runBin } from '../helpers/run-bin.js';
import { LINES } from './command-lines.js';
import { answerError, proxyTo, withFakeEndpoint } from './fake-endpoint.js';
import { runInProcess } from './run-in-process.js';

const BEN = 'ben.carter@tenant-one.example';
const NEW = 'nils@tenant-one.example';
const IN_TENANT = ['--tenant', 'tenant_001', '--role', 'itsm_agent'];

/** Secrets that must not appear anywhere. */
const MARKED = {
  password: 'Xq7-Marked-Password-Zz!',
  weak: 'xq7markedweakpassword',
  awsKey: 'xq7MarkedSecretAccessKey',
  awsToken: 'xq7MarkedSessionToken',
  clientSecret: 'xq7markedclientsecret0xq7markedclientsecret0xq7mark',
} as const;

const ENV = {
  AWS_ACCESS_KEY_ID: 'AKIAMARKEDBUTNOSECRET',
  AWS_SECRET_ACCESS_KEY: MARKED.awsKey,
  AWS_SESSION_TOKEN: MARKED.awsToken,
};

/** Commands that read a password: some succeed, some fail, one is a dry run. */
const WITH_PASSWORD: readonly (readonly [argv: readonly string[], password: string])[] = [
  [['users', 'create', NEW, ...IN_TENANT, '--password-stdin'], MARKED.password],
  [['users', 'create', `${NEW}x`, ...IN_TENANT, '--password-stdin', '--permanent', '-o', 'json'], MARKED.password],
  [['users', 'create', NEW, ...IN_TENANT, '--password-stdin'], MARKED.password],
  [['users', 'create', 'nina', ...IN_TENANT, '--password-stdin'], MARKED.password],
  // oclif's parser can read a missing argument from stdin.
  [['users', 'create', ...IN_TENANT, '--password-stdin'], MARKED.password],
  [['users', 'reset-password', '--password-stdin'], MARKED.password],
  [['users', 'reset-password', BEN, '--password-stdin', '--dry-run'], MARKED.password],
  [['users', 'reset-password', BEN, '--password-stdin'], MARKED.password],
  [['users', 'reset-password', BEN, '--password-stdin', '--permanent', '-o', 'csv'], MARKED.password],
  [['users', 'reset-password', BEN, '--password-stdin'], MARKED.weak],
  [['users', 'reset-password', 'nobody@tenant-one.example', '--password-stdin'], MARKED.password],
];

describe('secrets given to the built command', () => {
  before(requireBuild);
  const place = ownPlace();

  it('are in no output, no history and no file of any command', async () => {
    await markClientSecret(place());
    const outputs: BinResult[] = [];
    await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      for (const [index, [argv, password]] of WITH_PASSWORD.entries()) {
        const options = { place: place(), env: ENV, stdin: `${password}\n` };
        // Half of them in a process of their own, which takes ten times as long.
        const run = index % 2 === 0 ? runBin : runInProcess;
        outputs.push(await run([...argv, '--endpoint-url', url, '--debug'], options));
      }
      for (const [name, argv] of LINES) {
        // It shows what Cognito would have mailed.
        if (name === 'sandbox outbox') continue;
        const isConnected = !/^(sandbox|context|history)/.test(name);
        const endpoint = isConnected ? ['--endpoint-url', url] : [];
        const line = [...name.split(' '), ...argv, ...endpoint, '--debug'];
        outputs.push(await runInProcess(line, { place: place(), env: ENV }));
      }
    });
    await expectNoMark(place(), outputs);
  }).timeout(120_000);

  it('are in no output, no history and no file if the endpoint repeats them in its errors', async () => {
    const outputs: BinResult[] = [];
    await whileServed(place(), (sandbox) =>
      withFakeEndpoint(
        // Requests with a password fail, with the whole request in the message.
        proxyTo(sandbox, (operation, body, response) => {
          const isWrite = /^Admin(Create|Set)/.test(operation);
          if (isWrite) answerError(response, 'InvalidParameterException', `1 error: ${JSON.stringify(body)}`);
          return isWrite;
        }),
        async (url) => {
          for (const [argv, password] of WITH_PASSWORD) {
            const stdin = `${password}\n`;
            const line = [...argv, '--endpoint-url', url, '--debug'];
            outputs.push(await runInProcess(line, { place: place(), env: ENV, stdin }));
          }
        },
      ),
    );
    expect(outputs.filter(({ stderr, stdout }) => (stderr + stdout).includes('1 error')).length).to.be.greaterThan(2);
    await expectNoMark(place(), outputs);
  });
});

describe('a value that the parser rejects', () => {
  const place = ownPlace();
  const secret = 'Xq7-Typed, --Zz=\nin the wrong place';

  for (const [of, argv, says] of [
    ['a stray argument', ['users', 'list', secret], 'unexpected argument'],
    ['several of them', ['users', 'show', BEN, secret, secret], '2 unexpected arguments'],
    ['the value of an unknown flag', ['users', 'list', `--pass-word=${secret}`], 'nonexistent flag: --pass-word'],
    ['the value of an unknown short flag', ['users', 'list', `-p${secret}`], 'nonexistent flag: -p'],
    ['a word that begins with dashes', ['users', 'list', `--${secret}`], 'nonexistent flag: -…'],
    [
      'the value of a flag with fixed values',
      ['users', 'list', '--output', secret],
      'expected --output to be one of: table, json, ndjson, csv',
    ],
    ['the value of a flag that takes a number', ['users', 'list', '--limit', secret], '--limit: expected an integer'],
    [
      'the value of a flag that excludes another one',
      ['users', 'set-attributes', BEN, '--role', 'itsm_agent', '--add-role', secret],
      '--add-role cannot also be provided when using --role',
    ],
  ] as const) {
    for (const more of [[], ['--debug'], ['--debug', '--json']]) {
      it(`is not repeated: ${['', ...more].join(' ').trim()} ${of}`, async () => {
        const { stdout, stderr, code } = await runInProcess([...argv, ...more], { place: place() });
        expect({ code, isRepeated: /Xq7|wrong place/.test(stdout + stderr) }).to.deep.equal({
          code: 2,
          isRepeated: false,
        });
        expect(stdout + stderr).to.contain(says);
      });
    }
  }
});

async function expectNoMark(place: Place, outputs: readonly BinResult[]): Promise<void> {
  const texts = outputs.map(({ stdout, stderr }) => stdout + stderr).join('\n');
  const files = await readdir(place.home, { recursive: true, withFileTypes: true });
  const written = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    // The sandbox stores the client secret, as Cognito does.
    .filter((file) => file !== place.sandbox);
  expect(written.some((file) => file.endsWith('.ndjson'))).to.equal(true);
  const contents = (await Promise.all(written.map((file) => readFile(file, 'latin1')))).join('\n');
  const found = Object.entries(MARKED).filter(([, mark]) => texts.includes(mark) || contents.includes(mark));
  expect(found).to.deep.equal([]);
  // The sandbox stores only hashes of passwords, but for the invitations in its outbox.
  const { outbox: _outbox, ...pool } = await place.pool();
  expect(JSON.stringify(pool).includes(MARKED.password)).to.equal(false);
}

async function markClientSecret(place: Place): Promise<void> {
  const state = JSON.parse(await place.bytes()) as {
    pools: Record<string, { clients: Record<string, { secret?: string }> }>;
  };
  state.pools[SANDBOX_POOL_ID]!.clients[SANDBOX_CLIENT_ID]!.secret = MARKED.clientSecret;
  await writeFile(place.sandbox, JSON.stringify(state));
}
