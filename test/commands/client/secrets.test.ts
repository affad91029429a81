import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import ClientSecretsAdd from '../../../src/commands/client/secrets/add.js';
import ClientSecretsList from '../../../src/commands/client/secrets/list.js';
import ClientSecretsRemove from '../../../src/commands/client/secrets/remove.js';
import ClientSecretsRotate from '../../../src/commands/client/secrets/rotate.js';
import HistoryShow from '../../../src/commands/history/show.js';
import HistoryUndo from '../../../src/commands/history/undo.js';
import { SANDBOX_CLIENT_ID } from '../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD } from '../../../src/lib/sandbox/seed/seed-users.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner, type CommandResult } from '../../helpers/run-command.js';
import { tokensWith } from '../../helpers/token-endpoint.js';

const BEN = 'ben.carter@tenant-one.example';

describe('client secrets', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  const client = async () => (await place().pool()).clients[SANDBOX_CLIENT_ID]!;
  const file = (): string => place().path('new-secret');
  const handedOver = (): Promise<string> => readFile(file(), 'utf8');
  const rotate = (...flags: string[]): Promise<CommandResult> => run(ClientSecretsRotate, flags);
  const ids = async (): Promise<string[]> =>
    (await run(ClientSecretsList, ['-q'])).stdout.split('\n').filter((line) => line !== '');
  const errorOf = ({ exitCode, stderr }: CommandResult) => [
    exitCode,
    stderr.split('\n').find((line) => line.startsWith('error')),
  ];

  it('are rotated: applications get tokens with both, and with the new one only once it is finished', async () => {
    const old = (await client()).secret!;
    const [oldId] = await ids();
    const token = await place().refreshToken(BEN, DEMO_PASSWORD);
    const started = await rotate('--secret-file', file());
    const value = await handedOver();
    const between = [await tokensWith(place(), old, token), await tokensWith(place(), value, token)];
    const finished = await rotate('--finish', '--yes');
    const after = [await tokensWith(place(), old, token), await tokensWith(place(), value, token)];
    const again = await rotate('--finish', '--yes');
    const [newId] = await ids();
    expect([started.exitCode, between, after]).to.deep.equal([0, ['tokens', 'tokens'], ['invalid_client', 'tokens']]);
    expect(started.stdout).to.equal(
      'Added a second secret to stackflow-web. The first one stays valid:\n' +
        `  hand over: done, in ${file()}\n` +
        `  add: done, ${newId}\n` +
        '  try at the token endpoint: done, accepted\n',
    );
    expect(started.stderr).to.include('Once none uses the old one, remove it: sf-admin client secrets rotate --finish');
    expect(finished.stdout).to.match(
      new RegExp(`^Removed secret ${oldId} of stackflow-web. Its secret is now ${newId} `),
    );
    expect([again.exitCode, again.stdout.endsWith('Nothing was changed.\n')]).to.deep.equal([0, true]);
    expect([value, (await stat(file())).mode & 0o777, await ids()]).to.deep.equal([
      (await client()).secret,
      0o600,
      [newId],
    ]);
    expect(value).to.match(/^[a-z0-9]{51}$/);
    expect((await readdir(place().home)).filter((name) => name.startsWith('new-secret'))).to.deep.equal(['new-secret']);
  });

  it('are tried at the token endpoint of a pool that is served', () =>
    whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      const { exitCode, stdout } = await run(ClientSecretsAdd, ['--secret-file', file(), '--json'], {
        env: ANY_CREDENTIALS,
      });
      const { outcomes } = JSON.parse(stdout) as { outcomes: { steps: object[] }[] };
      expect([exitCode, outcomes[0]?.steps.at(-1)]).to.deep.equal([
        0,
        { step: 'try at the token endpoint', result: 'done', detail: 'accepted' },
      ]);
    }));

  it('are added all the same to a pool without a domain, which is said', async () => {
    await place().edit((pool) => {
      delete pool.settings.Domain;
    });
    const { exitCode, stdout } = await rotate('--secret-file', file());
    expect([exitCode, stdout.split('\n').at(-2)]).to.deep.equal([
      0,
      '  try at the token endpoint: skipped, not proved: the user pool has no domain to try it at',
    ]);
    expect((await client()).secondSecret?.value).to.equal(await handedOver());
  });

  it('are shown on the terminal once, and added if they were stored', async () => {
    const refused = await run(ClientSecretsAdd, [], { tty: true, answers: [false] });
    const none = (await client()).secondSecret;
    const { stderr, asked } = await run(ClientSecretsAdd, [], { tty: true, answers: [true] });
    const value = (await client()).secondSecret?.value ?? 'missing';
    expect([refused.exitCode, none, asked.length]).to.deep.equal([130, undefined, 1]);
    expect(refused.stderr).to.include('The secret was not added: do not use the value that was handed over.');
    expect(stderr.split(value)).to.have.length(2);
  });

  it('are neither made nor handed over by a dry run', async () => {
    const before = await place().bytes();
    const results = [
      await rotate('--secret-file', file(), '--dry-run'),
      await rotate('--dry-run'),
      await rotate('--finish', '--dry-run'),
      await run(ClientSecretsAdd, ['--dry-run']),
    ];
    expect(results.map(({ exitCode }) => exitCode)).to.deep.equal([0, 0, 0, 0]);
    expect([await place().bytes(), (await readdir(place().home)).includes('new-secret')]).to.deep.equal([
      before,
      false,
    ]);
  });

  it('are in no record, which has their IDs', async () => {
    const { stdout } = await rotate('--secret-file', file(), '--json');
    const { outcomes } = JSON.parse(stdout) as { outcomes: { recordId: string }[] };
    const record = await run(HistoryShow, [outcomes[0]!.recordId, '--json']);
    const files = await readdir(place().dataFolder, { recursive: true, withFileTypes: true });
    const paths = files.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const others = paths.filter((path) => path !== place().sandbox);
    const texts = await Promise.all(others.map((path) => readFile(path, 'utf8')));
    const value = await handedOver();
    expect(texts.length).to.be.greaterThan(0);
    expect([stdout, record.stdout, ...texts].filter((text) => text.includes(value))).to.deep.equal([]);
    expect(record.stdout).to.include((await ids())[1]);
    const undo = await run(HistoryUndo, [outcomes[0]!.recordId, '--yes']);
    expect([undo.exitCode, undo.stderr.includes('sf-admin client secrets remove ID')]).to.deep.equal([3, true]);
  });

  it('are refused as a third one, if nobody gets the value, or if the file is of something else', async () => {
    await writeFile(place().path('taken'), 'taken');
    const one = [
      await rotate(),
      await rotate('--secret-file', place().path('taken')),
      await rotate('--secret-file', place().path('missing/file')),
      await rotate('--secret-file', ''),
    ].map(errorOf);
    expect((await client()).secondSecret).to.equal(undefined);
    await rotate('--secret-file', file());
    const before = await place().bytes();
    const two = [await rotate('--secret-file', place().path('other')), await rotate('--secret-file', file())];
    expect([...one, ...two.map(errorOf)]).to.deep.equal([
      [2, 'error: the new secret has no recipient, and there is no terminal to show it on'],
      [5, `error: ${place().path('taken')} already exists`],
      [2, `error: ${place().path('missing/file')}.unfinished cannot be written: there is no such folder`],
      [2, 'error: --secret-file needs a value'],
      [3, 'error: app client stackflow-web has 2 secrets already'],
      [3, 'error: app client stackflow-web has 2 secrets already'],
    ]);
    expect(two[0]!.stderr).to.include(
      'Once no application uses the older one: sf-admin client secrets rotate --finish',
    );
    expect(await place().bytes()).to.equal(before);
  });

  it('are refused for a public client', async () => {
    await place().edit((pool) => {
      delete pool.clients[SANDBOX_CLIENT_ID]!.secret;
    });
    const results = [await rotate('--secret-file', file()), await rotate('--finish', '--yes')];
    expect(results.map(errorOf)).to.deep.equal([
      [3, 'error: app client stackflow-web is public: it has no secret, and cannot get one'],
      [3, 'error: app client stackflow-web is public: it has no secret to rotate'],
    ]);
    expect((await run(ClientSecretsList, ['--json'])).stdout.trim()).to.equal('[]');
  });

  it('are removed by ID, but not the last one, none that is unknown, and none by its value', async () => {
    const value = 'sandboxsecret0sandboxsecret0sandboxsecret0sandbox00';
    await rotate('--secret-file', file());
    const [first, second] = await ids();
    const remove = (...argv: string[]): Promise<CommandResult> => run(ClientSecretsRemove, argv);
    const results = [
      await remove(value, '--yes'),
      await remove(`${SANDBOX_CLIENT_ID}--1`, '--yes'),
      await remove(second!),
      await remove(second!, '--yes'),
      await remove(first!, '--yes'),
    ];
    expect(results.map(errorOf)).to.deep.equal([
      [2, 'error: what was given is not the ID of a secret, which is CLIENT_ID--TIME'],
      [4, `error: app client stackflow-web has no secret ${SANDBOX_CLIENT_ID}--1`],
      [2, 'error: client remove-secret stackflow-web needs confirmation, and there is no terminal to ask on'],
      [0, undefined],
      [3, `error: ${first} is the only secret of stackflow-web`],
    ]);
    expect(results[0]!.stderr).to.not.include(value);
    expect(results[2]!.stderr).to.include(`Applications that still use ${second}`);
    expect(await ids()).to.deep.equal([first]);
  });

  it('are removed from a protected pool only if the client is named', () =>
    whileServed(place(), async (url) => {
      await writeLiveContext(place(), url, 'protected: true');
      const live = { env: ANY_CREDENTIALS };
      await run(ClientSecretsRotate, ['--secret-file', file()], live);
      const refused = await run(ClientSecretsRotate, ['--finish', '--yes'], live);
      const done = await run(ClientSecretsRotate, ['--finish', '--confirm', 'stackflow-web'], live);
      expect([refused.exitCode, done.exitCode, (await client()).secondSecret]).to.deep.equal([2, 0, undefined]);
      expect(refused.stderr).to.include('The user pool is protected, so --yes is not enough.');
    }));
});
