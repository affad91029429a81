import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { whileServed, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace, type Place } from '../helpers/place.js';
import { type BinResult, requireBuild, runBin } from '../helpers/run-bin.js';
import { LINES } from './command-lines.js';
import { answerError, proxyTo, whileFaked } from './fake-endpoint.js';

const BEN = 'ben.carter@tenant-one.example';
const NEW = 'nils@tenant-one.example';
const IN_TENANT = ['--tenant', 'tenant_001', '--role', 'itsm_agent'];

/** Marks that nothing may show: each is plainly none of our own words. */
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

/** Commands that are given a password, and end well, badly, and in between. */
const WITH_PASSWORD: readonly (readonly [argv: readonly string[], password: string])[] = [
  [['users', 'create', NEW, ...IN_TENANT, '--password-stdin'], MARKED.password],
  [
    ['users', 'create', `${NEW}x`, ...IN_TENANT, '--password-stdin', '--permanent', '-o', 'json'],
    MARKED.password,
  ],
  [['users', 'create', NEW, ...IN_TENANT, '--password-stdin'], MARKED.password],
  [['users', 'create', 'nina', ...IN_TENANT, '--password-stdin'], MARKED.password],
  // The parser would take stdin for an argument that is missing.
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

  it('are in no output, no history and no file, whatever the command and however it ends', async () => {
    await markClientSecret(place());
    const outputs: BinResult[] = [];
    await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      const run = async (argv: readonly string[], stdin = ''): Promise<void> => {
        outputs.push(await runBin([...argv, '--debug'], { place: place(), env: ENV, stdin }));
      };
      for (const [argv, password] of WITH_PASSWORD)
        await run([...argv, '--endpoint-url', url], `${password}\n`);
      for (const [name, argv] of LINES) {
        const isConnected = !/^(sandbox|context|history)/.test(name);
        await run([...name.split(' '), ...argv, ...(isConnected ? ['--endpoint-url', url] : [])]);
      }
    });
    await expectNoMark(place(), outputs);
  }).timeout(120_000);

  it('are in no output, no history and no file where the endpoint throws them back', async () => {
    const outputs: BinResult[] = [];
    await whileServed(place(), (sandbox) =>
      whileFaked(
        // A lying endpoint: what writes a password is refused with the whole request as the message.
        proxyTo(sandbox, (operation, body, response) => {
          const isWrite = /^Admin(Create|Set)/.test(operation);
          if (isWrite) answerError(response, 'InvalidParameterException', `1 error: ${JSON.stringify(body)}`);
          return isWrite;
        }),
        async (url) => {
          for (const [argv, password] of WITH_PASSWORD) {
            const stdin = `${password}\n`;
            const line = [...argv, '--endpoint-url', url, '--debug'];
            outputs.push(await runBin(line, { place: place(), env: ENV, stdin }));
          }
        },
      ),
    );
    expect(
      outputs.filter(({ stderr, stdout }) => (stderr + stdout).includes('1 error')).length,
    ).to.be.greaterThan(2);
    await expectNoMark(place(), outputs);
  });
});

async function expectNoMark(place: Place, outputs: readonly BinResult[]): Promise<void> {
  const texts = outputs.map(({ stdout, stderr }) => stdout + stderr).join('\n');
  const files = await readdir(place.home, { recursive: true, withFileTypes: true });
  const written = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    // The sandbox is the service, and keeps the secret of its client as the service does.
    .filter((file) => file !== place.sandbox);
  expect(written.some((file) => file.endsWith('.ndjson'))).to.equal(true);
  const contents = (await Promise.all(written.map((file) => readFile(file, 'latin1')))).join('\n');
  const found = Object.entries(MARKED).filter(([, mark]) => texts.includes(mark) || contents.includes(mark));
  expect(found).to.deep.equal([]);
  // Nor a password in the service's own state, which has hashes.
  expect((await place.bytes()).includes(MARKED.password)).to.equal(false);
}

async function markClientSecret(place: Place): Promise<void> {
  const state = JSON.parse(await place.bytes()) as {
    pools: Record<string, { clients: Record<string, { secret?: string }> }>;
  };
  state.pools[SANDBOX_POOL_ID]!.clients[SANDBOX_CLIENT_ID]!.secret = MARKED.clientSecret;
  await writeFile(place.sandbox, JSON.stringify(state));
}
