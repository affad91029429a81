import { readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { expect } from 'chai';

import { appendEntries } from '../../src/lib/history/file/append.js';
import type { Entry } from '../../src/lib/history/file/entry.js';
import { sandboxHistory } from '../../src/lib/history/history-stores.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { type Call, callsOf, examplesOf } from '../helpers/examples.js';
import { writePoolArchive } from '../../src/lib/backups/archive/pool-archive.js';
import { FileStore } from '../../src/lib/sandbox/state/store.js';
import { openTestDirectory } from '../helpers/directory.js';
import { ownPlace, Place } from '../helpers/place.js';
import { type BinResult, requireBuild, runBin, startBin } from '../helpers/run-bin.js';
import { PLAN_FILE, prepareForLines, REVIEW_FILE } from './command-lines.js';
import { everyCommand } from './every-command.js';
import { runInProcess } from './run-in-process.js';

/** The files that examples name. */
const FILES: Readonly<Record<string, string>> = {
  'leavers.txt': 'ben@example.com\n',
  'compromised.txt': 'ben@example.com\n',
  'affected.txt': 'ana@example.com\nben@example.com\n',
  'people.csv': 'email\nben@example.com\n',
  'identities.csv': 'user,subject\nben@example.com,ben@corp.example\n',
  'invited.txt': 'emma.larsen@tenant-one.example\n',
  'returners.csv': 'username\ngrace.kim@tenant-one.example\n',
  // Of those who are not named at most one may leave.
  'roster.csv': `email,roles
ana@example.com,itsm_agent
ben@example.com,itsm_agent
nora.lind@tenant-one.example,itsm_agent
${['chloe.dubois', 'david.okafor', 'emma.larsen', 'felix.braun', 'hugo.martin']
  .map((name) => `${name}@tenant-one.example,\n`)
  .join('')}`,
  'joiners.csv': 'email,tenantId,roles\nolga@tenant-one.example,tenant_001,itsm_agent\n',
  'joiners.ndjson': '{"email":"olga@tenant-one.example"}\n',
  'password.txt': 'A-long-passphrase-2026!\n',
  // Made up: signed by nobody, and known to no pool.
  'token.txt': `${Buffer.from('{"alg":"RS256","kid":"1"}').toString('base64url')}.e30.short\n`,
  'jwks.json': '{"keys":[{"kty":"RSA","kid":"1","alg":"RS256","use":"sig","n":"short","e":"Aw"}]}\n',
  'code.json': '{"code":"1234","redirectUri":"http://localhost:3000/auth/callback"}\n',
  'refresh-token.txt': 'made-up-refresh-token\n',
  'review.csv': readFileSync(REVIEW_FILE, 'utf8'),
  'trail.json.gz': '{"Records":[]}',
  'import.log': '[SUCCEEDED] Line Number 2 - The import succeeded.\n',
  'pool.yaml': 'poolSpec: 1\nname: staging\npasswordPolicy: { minimumLength: 16 }\nclients: []\n',
  'template.yaml': `Resources:
  UserPool:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolName: staging
      LambdaConfig: { PreSignUp: !GetAtt PreSignUp.Arn }
`,
};

const BEN = 'ben@example.com';

/** Copied, since a plan is too long to be written here. */
const COPIED: Readonly<Record<string, string>> = { 'leavers.plan': PLAN_FILE };

/** The real pool, which a test must not act on. */
const REAL = 'stackflow';

const NO_SIGNERS = [3, 'the sandbox has no signers'] as const;
const NO_TABLE = [2, 'the sandbox has no table'] as const;
const NO_HOSTED_UI = [3, 'the sandbox in this process has no hosted UI'] as const;

/** Examples that end with another status than 0, and why. */
const STATUSES: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  'sf-admin pool check --baseline stackflow --baseline hardened --severity high': [9, 'the sandbox is not hardened'],
  'sf-admin approve review.csv': NO_SIGNERS,
  'sf-admin approve review.csv --key ~/.ssh/id_ed25519 --yes': NO_SIGNERS,
  'sf-admin pool diff pool.yaml': [9, 'the file differs from the pool'],
  'sf-admin pool diff pool.yaml -o markdown': [9, 'the file differs from the pool'],
  'sf-admin sandbox status --watch 2': [130, 'it repeats until Ctrl-C'],
  'sf-admin pool diff template.yaml --resolve PreSignUp.Arn=arn:aws:lambda:us-east-1:111122223333:function:pre': [
    9,
    'the file differs from the pool',
  ],
  'sf-admin history checkpoint --sign --key ~/.ssh/id_ed25519': NO_SIGNERS,
  'sf-admin history init --context stackflow --check': NO_TABLE,
  'sf-admin history init --context stackflow --create': NO_TABLE,
  'sf-admin history migrate --context stackflow': NO_TABLE,
  'sf-admin history migrate --context stackflow --dry-run': NO_TABLE,
  'sf-admin pool requirements --context stackflow --strict -o json': [9, 'the sandbox has no platform around it'],
  'sf-admin tokens exchange < code.json > tokens.json': NO_HOSTED_UI,
  'sf-admin tokens exchange - --context stackflow < code.json': NO_HOSTED_UI,
  'sf-admin tokens inspect < token.txt': [9, 'the token is made up'],
  'sf-admin tokens inspect - --use id --context stackflow < token.txt': [9, 'the token is made up'],
  'sf-admin tokens inspect --jwks jwks.json -o json < token.txt': [9, 'the token is made up'],
  'sf-admin tokens login --context stackflow > tokens.json': NO_HOSTED_UI,
  'sf-admin tokens login --scope openid --scope email --no-browser': NO_HOSTED_UI,
  'sf-admin tokens login --redirect http://localhost:8976/callback -q': NO_HOSTED_UI,
  'sf-admin tokens refresh < refresh-token.txt > tokens.json': NO_HOSTED_UI,
  'sf-admin tokens refresh - --context stackflow -q < refresh-token.txt': NO_HOSTED_UI,
  'sf-admin tokens revoke < refresh-token.txt': NO_HOSTED_UI,
  'sf-admin tokens revoke - --context stackflow < refresh-token.txt': NO_HOSTED_UI,
  'sf-admin users check': [9, 'seeded users have findings'],
  'sf-admin users check --tenant tenant_001 --severity high -o csv': [9, 'seeded users have findings'],
  'sf-admin users check --only NOT_SIGNED_IN --inactive 90': [9, 'seeded users have findings'],
  'sf-admin users export --to users.ndjson --resume': [3, 'the export before it was not interrupted'],
  'sf-admin users open ana@example.com --context stackflow': [2, 'the sandbox is not in the AWS console'],
  'sf-admin users open ana@example.com --context stackflow --browser': [2, 'the sandbox is not in the AWS console'],
};

/** The seeded users that have the addresses of the examples. A user who is to be created does not exist. */
function renamed(command: string): Readonly<Record<string, string>> {
  if (command === 'users create') return {};
  const ana = command === 'users resend-invite' ? 'liam.obrien@tenant-two.example' : 'ana.silva@tenant-one.example';
  return { [ana]: 'ana@example.com', 'ben.carter@tenant-one.example': BEN };
}

/**
 * Makes what the examples of a command name: users, import jobs, a run, URLs, a client, a context and files.
 *
 * @param prepared a place that is prepared for lines
 */
async function prepare(place: Place, command: string, prepared: Place): Promise<void> {
  await cp(prepared.home, place.home, { recursive: true });
  const addresses = renamed(command);
  await place.edit((pool) => {
    for (const user of Object.values(pool.users)) {
      const { email = '' } = user.attributes;
      user.attributes.email = addresses[email] ?? email;
      if (command === 'history undo' && user.attributes.email === BEN) user.enabled = false;
    }
    const [job] = Object.values(pool.importJobs ?? {});
    pool.importJobs = {
      ...pool.importJobs,
      'import-qQ0DCt2fRh': { ...job!, status: 'Succeeded', message: '', imported: 1, skipped: 0, log: [] },
    };
    const client = pool.clients[SANDBOX_CLIENT_ID]!;
    const copy = JSON.parse(JSON.stringify(client)) as typeof client;
    copy.secondSecret = { value: 'another-sandbox-secret', createdAt: 1763690000000 };
    pool.clients['1h57kf5cpq17m0eml12EXAMPLE'] = copy;
    const { settings } = client;
    settings.CallbackURLs = [...(settings.CallbackURLs ?? []), ...(CALLBACK_URLS[command] ?? [])];
    settings.LogoutURLs = [...(settings.LogoutURLs ?? []), 'https://old.example.com/signed-out'];
  });
  if (command === 'history undo') await recordRun(place);
  if (command === 'pool restore') await backUpAnotherPool(place, 'backup-2026-11-29');
  for (const [name, text] of Object.entries(FILES)) await writeFile(place.path(name), text);
  for (const [name, file] of Object.entries(COPIED)) await copyFile(file, place.path(name));
  await mkdir(place.configFolder, { recursive: true });
  await writeFile(
    `${place.configFolder}/config.yaml`,
    command === 'context remove' ? 'contexts: { staging: {} }\n' : '',
  );
}

/** Makes a backup that looks like one of another pool. */
async function backUpAnotherPool(place: Place, folder: string): Promise<void> {
  const directory = openTestDirectory({ store: new FileStore(place.sandbox) });
  await writePoolArchive(directory, place.path(folder)).run();
  const manifest = join(place.path(folder), 'manifest.json');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(SANDBOX_POOL_ID, 'us-east-1_Other0001'));
}

/** The URLs that must be registered before a command. */
const CALLBACK_URLS: Readonly<Record<string, readonly string[]>> = {
  'client remove-callback': ['https://old.example.com/callback'],
  'client set': ['https://app.example.com/callback'],
};

/** The run that the examples name, and the change of Grace. */
const RUN = '01M7YF3M2ZBSRVG354N1927E3A';

/** Records that the run which the examples name has disabled Ben, as `prepareForLines` records a change of Grace. */
async function recordRun(place: Place): Promise<void> {
  const file = sandboxHistory(place.dataFolder);
  const { username } = (await place.user(BEN))!;
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  for (const line of lines.filter((one) => one.includes(RUN))) {
    const { v: _v, n: _n, prev: _prev, ...entry } = JSON.parse(line) as Entry;
    const target = { kind: 'user', id: username, label: BEN, tenantId: 'tenant_001' } as const;
    const started = entry.entry === 'started' ? { run: { id: entry.id, row: 1 }, target } : {};
    await appendEntries(file, { ...entry, ...started, id: '01M7YF3M2ZBSRVG354N1927E3B' });
  }
}

const commands = await everyCommand();

/** It ends when it is stopped, so it runs in a process of its own. */
const SERVE = 'sandbox serve';

describe('each example in the help', () => {
  const place = ownPlace();
  let folder = '';
  let prepared: Place;
  before(async () => {
    await requireBuild();
    folder = process.cwd();
    prepared = await Place.make();
    await prepareForLines(prepared);
  });
  after(() => prepared.remove());
  afterEach(() => {
    process.chdir(folder);
  });

  /** A person at a terminal would be asked; the test confirms what the example leaves to that. */
  function withConsent(words: readonly string[]): readonly string[] {
    const line = `${words.join(' ')} `;
    const [, Class] = commands.find(([each]) => line.startsWith(`${each} `)) ?? [];
    const isAsked =
      'yes' in { ...Class?.flags } && !['--yes', '--dry-run', '--plan-out'].some((flag) => words.includes(flag));
    return isAsked ? [...words, '--yes'] : words;
  }

  /** Runs one command of a pipeline. */
  async function call({ words, isFed, from, to }: Call, input: string): Promise<BinResult> {
    const stdin = from === undefined ? input : await readFile(place().path(from), 'utf8');
    const onSandbox = words.map((word, index) =>
      ['--context', '--to'].includes(words[index - 1] ?? '') && word === REAL ? 'sandbox' : word,
    );
    const argv = [...withConsent(onSandbox), ...(isFed ? input.trim().split('\n') : [])];
    if (argv.includes('--watch')) return interrupted(argv);
    const options = { place: place(), ...(isFed ? {} : { stdin }) };
    // oclif writes help to the stdout of the process.
    const { stdout, stderr, code } = await (argv[0] === 'help' ? runBin : runInProcess)(argv, options);
    if (to !== undefined) await writeFile(place().path(basename(to)), stdout);
    return { stdout, stderr, code };
  }

  /** Runs a command until it has printed its first result. */
  async function interrupted(argv: readonly string[]): Promise<BinResult> {
    const { child, ended, waitFor } = startBin(argv, { place: place() });
    await waitFor('stdout', /\n/);
    child.kill('SIGINT');
    return ended;
  }

  for (const [name, Class] of commands.filter(([each]) => each !== SERVE)) {
    it(`of ${name} succeeds on the sandbox`, async () => {
      await prepare(place(), name, prepared);
      process.chdir(place().home);
      for (const example of examplesOf(name, Class)) {
        let last: BinResult = { stdout: '', stderr: '', code: 0 };
        for (const one of callsOf(example)) last = await call(one, last.stdout);
        // As in a shell, the status of a pipeline is that of its last command.
        expect(last.code, `${example}: ${last.stderr}${last.stdout}`).to.equal(STATUSES[example]?.[0] ?? 0);
      }
    });
  }

  it(`of ${SERVE} serves until it is stopped`, async () => {
    const [, Class] = commands.find(([name]) => name === SERVE)!;
    for (const example of examplesOf(SERVE, Class)) {
      const [{ words }] = callsOf(example) as [Call];
      // Another program may use the port of the example.
      const free = words.map((word, index) => (words[index - 1] === '--port' ? '0' : word));
      const argv = free.includes('--port') ? free : [...free, '--port', '0'];
      const { child, ended, waitFor } = startBin(argv, { place: place() });
      await waitFor('stdout', /Serving the sandbox at http:/);
      child.kill('SIGINT');
      expect(await ended, example).to.deep.include({ code: 0 });
    }
  });

  it('has a reason for each status other than 0, and names a real example', () => {
    const examples = new Set(commands.flatMap(([name, Class]) => examplesOf(name, Class)));
    expect(Object.keys(STATUSES).filter((example) => !examples.has(example))).to.deep.equal([]);
  });
});
