import { readdir, readFile } from 'node:fs/promises';

import { expect } from 'chai';

import ClientSecretsRotate from '../../src/commands/client/secrets/rotate.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { ServiceError } from '../../src/lib/sandbox/engine/service-error.js';
import { resetSandbox } from '../../src/lib/sandbox/seed/reset.js';
import { errorReply, type Reply, type SeenRequest, withEndpoint } from '../lib/cognito/fake-endpoint.js';
import { ANY_CREDENTIALS, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { removeLocks } from '../helpers/remove-locks.js';
import { type BinResult, requireBuild, runBin, type RunningBin, startBin } from '../helpers/run-bin.js';
import { runCommand } from '../helpers/run-command.js';
import { askTokenEndpoint, tokensWith } from '../helpers/token-endpoint.js';

/** A request, by its operation or path and how often it came before, and what happens at it. */
interface Event {
  readonly request: string;
  readonly nth?: number;
  /**
   * Killed before it arrives, or once it was carried out; or its answer is lost, or it is refused; or the token endpoint denies
   * each; or another machine adds a secret before it arrives, and then its answer may be lost too.
   */
  readonly what: 'killed before' | 'killed after' | 'lost' | 'refused' | 'denied' | 'outrun' | 'outrun and lost';
}

const OTHER_VALUE = 'another0secret0of0somebody0else';

const TOKEN = 'POST /oauth2/token';

describe('a rotation of an app client secret', function () {
  this.timeout(300_000);
  before(requireBuild);
  const place = ownPlace();
  const file = (): string => place().path('new-secret');
  const client = async () => (await place().pool()).clients[SANDBOX_CLIENT_ID]!;
  const accepts = async (secret: string) => (await tokensWith(place(), secret, 'no-token')) === 'invalid_grant';

  async function answer(
    operation: string,
    line: string,
    text: string,
    headers: SeenRequest['headers'],
  ): Promise<Reply> {
    if (line === TOKEN) return askTokenEndpoint(place(), { headers, body: text });
    try {
      return { json: await place().call(operation, JSON.parse(text) as object) };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return errorReply(error.name, error.message);
    }
  }

  /** Another machine adds a secret, whose value only its recipient has. */
  const addOther = () =>
    place().call('AddUserPoolClientSecret', {
      ClientId: SANDBOX_CLIENT_ID,
      UserPoolId: SANDBOX_POOL_ID,
      ClientSecret: OTHER_VALUE,
    });

  /** Expects that a rotation says that its value is void, names the other secret, and advises nothing that would break it. */
  async function expectVoid({ code, stdout, stderr }: BinResult, where: string): Promise<void> {
    const { secondSecret } = await client();
    const id = `${SANDBOX_CLIENT_ID}--${secondSecret?.createdAt}`;
    expect([code, stdout, secondSecret?.value], where).to.deep.equal([5, '', OTHER_VALUE]);
    expect(stderr, where).to.include(`error: somebody else has added secret ${id} to stackflow-web meanwhile`);
    expect(stderr, where).to.not.match(/Give the new secret|secrets remove|--finish/);
  }

  /** What is left of the file and its marker. */
  const left = async () => (await readdir(place().home)).filter((name) => name.startsWith('new-secret'));

  /** Runs a rotation against an endpoint at which something happens. */
  async function rotate(flags: readonly string[], event?: Event): Promise<BinResult> {
    let running: RunningBin | undefined;
    let left = event?.nth ?? 0;
    return withEndpoint(
      async ({ operation, line, text, headers }) => {
        const isIt =
          event !== undefined && [operation, line].includes(event.request) && (event.what === 'denied' || left-- === 0);
        const kill = async (): Promise<void> => {
          running?.child.kill('SIGKILL');
          await running?.ended;
        };
        if (isIt && event.what === 'refused') return errorReply('AccessDeniedException', 'not authorised');
        if (isIt && event.what === 'denied') return { status: 400, json: { error: 'invalid_client' } };
        if (isIt && event.what === 'killed before') await kill();
        if (isIt && event.what === 'killed before') return {};
        if (isIt && event.what.startsWith('outrun')) await addOther();
        const reply = await answer(operation, line, text, headers);
        if (isIt && event.what === 'killed after') await kill();
        return isIt && event.what.endsWith('lost') ? { status: 500, text: '' } : reply;
      },
      async (url) => {
        await writeLiveContext(place(), url);
        const options = { place: place(), env: ANY_CREDENTIALS };
        // It needs a process of its own only if that is killed, which a command of the shell can do as well.
        if (event?.what.startsWith('killed') !== true && !flags.includes('--secret-command')) {
          const { exitCode: code, ...output } = await runCommand(ClientSecretsRotate, flags, options);
          return { ...output, code };
        }
        running = startBin(['client', 'secrets', 'rotate', ...flags], options);
        running.child.stdin.end();
        const result = await running.ended;
        await removeLocks(place().dataFolder);
        return result;
      },
    );
  }

  /** The old secret works, there is at most one other, and the file has its value. */
  async function expectSafe(old: string, where: string): Promise<void> {
    const { secret, secondSecret } = await client();
    expect([secret, await accepts(old)], where).to.deep.equal([old, true]);
    if (secondSecret) expect(await readFile(file(), 'utf8'), where).to.equal(secondSecret.value);
  }

  const KILLS: readonly Event[] = [
    { request: 'ListUserPoolClientSecrets', nth: 1, what: 'killed after' },
    { request: 'AddUserPoolClientSecret', what: 'killed before' },
    { request: 'AddUserPoolClientSecret', what: 'killed after' },
    { request: TOKEN, what: 'killed after' },
  ];
  for (const event of KILLS) {
    it(`${event.what} ${event.request} keeps the old secret, and the same command completes it`, async () => {
      const old = (await client()).secret!;
      const killed = await rotate(['--secret-file', file()], event);
      await expectSafe(old, 'killed');
      const again = await rotate(['--secret-file', file()]);
      await expectSafe(old, 'again');
      const value = await readFile(file(), 'utf8');
      expect([killed.code, again.code, (await client()).secondSecret?.value]).to.deep.equal(['SIGKILL', 0, value]);
      expect((await rotate(['--finish', '--yes'])).code).to.equal(0);
      expect([await accepts(old), await accepts(value)]).to.deep.equal([false, true]);
    });
  }

  for (const what of ['killed before', 'killed after'] as const) {
    it(`that is finished, ${what} the removal, leaves a secret that somebody has, and the same command completes it`, async () => {
      await rotate(['--secret-file', file()]);
      const value = await readFile(file(), 'utf8');
      await rotate(['--finish', '--yes'], { request: 'DeleteUserPoolClientSecret', what });
      expect(await accepts(value)).to.equal(true);
      const { code } = await rotate(['--finish', '--yes']);
      expect([code, (await client()).secret, (await client()).secondSecret]).to.deep.equal([0, value, undefined]);
    });
  }

  it('is completed by another value if it was killed between a command and the addition', async () => {
    const store = `cat > '${file()}'`;
    const old = (await client()).secret!;
    const killed = await rotate(['--secret-command', `${store}; kill -9 $PPID; sleep 1`]);
    const first = await readFile(file(), 'utf8');
    expect([killed.code, (await client()).secondSecret]).to.deep.equal(['SIGKILL', undefined]);
    const { code } = await rotate(['--secret-command', store]);
    await expectSafe(old, 'again');
    expect([code, first === (await client()).secondSecret?.value]).to.deep.equal([0, false]);
  });

  it('whose answer was lost is looked up, and proved to be its own', async () => {
    const { code, stdout } = await rotate(['--secret-file', file()], {
      request: 'AddUserPoolClientSecret',
      what: 'lost',
    });
    expect([code, (await client()).secondSecret?.value]).to.deep.equal([0, await readFile(file(), 'utf8')]);
    expect(stdout).to.match(/add: done.*\n.*accepted/);
  });

  it('that is refused leaves nothing', async () => {
    const { code, stderr } = await rotate(['--secret-file', file()], {
      request: 'AddUserPoolClientSecret',
      what: 'refused',
    });
    expect([code, (await client()).secondSecret]).to.deep.equal([6, undefined]);
    expect(stderr).to.include(`A check shows that no secret was added. ${file()} was removed.`);
    expect(await readFile(file(), 'utf8').catch(() => 'missing')).to.equal('missing');
  });

  it('adds nothing if the command that gets the value fails', async () => {
    const commands = ['cat > /dev/full', 'cat > /dev/null; exit 1', 'kill -9 $$', 'no-such-command-anywhere'];
    const before = await client();
    for (const command of commands) {
      const { code, stderr } = await rotate(['--secret-command', command]);
      expect([command, code, await client()]).to.deep.equal([command, 2, before]);
      expect(stderr).to.include('The secret was not added');
    }
  });

  it('twice at once adds one secret, which the one that succeeds handed over', async () => {
    await resetSandbox(place().sandbox, {});
    const run = (name: string) =>
      runBin(['client', 'secrets', 'rotate', '--secret-file', place().path(name)], { place: place() });
    const results = await Promise.all(['one', 'two'].map(run));
    const winner = results[0]!.code === 0 ? 'one' : 'two';
    expect(results.map(({ code }) => code).sort()).to.deep.equal([0, 3]);
    expect((await client()).secondSecret?.value).to.equal(await readFile(place().path(winner), 'utf8'));
    const loser = winner === 'one' ? 'two' : 'one';
    expect(await readFile(place().path(loser), 'utf8').catch(() => 'missing')).to.equal('missing');
  });

  it('whose new secret the token endpoint refuses says so, and can be taken back', async () => {
    const { code, stdout, stderr } = await rotate(['--secret-file', file()], { request: TOKEN, what: 'denied' });
    expect([code, stdout.includes('token endpoint: failed, refused')]).to.deep.equal([8, true]);
    expect(stderr).to.include('If it stays so, remove the new one: sf-admin client secrets remove');
    expect(stderr).to.not.include('Give the new secret');
    expect(await readFile(file(), 'utf8')).to.equal((await client()).secondSecret?.value);
  });

  for (const what of ['outrun', 'outrun and lost'] as const) {
    it(`${what} by that of another machine says whose secret it is, and takes its value back`, async () => {
      const event = { request: 'AddUserPoolClientSecret', what };
      await expectVoid(await rotate(['--secret-file', file()], event), 'a file');
      expect(await left()).to.deep.equal([]);
      await place().call('DeleteUserPoolClientSecret', {
        UserPoolId: SANDBOX_POOL_ID,
        ClientId: SANDBOX_CLIENT_ID,
        ClientSecretId: `${SANDBOX_CLIENT_ID}--${(await client()).secondSecret?.createdAt}`,
      });
      const result = await rotate(['--secret-command', 'cat > /dev/null'], event);
      await expectVoid(result, 'a command');
      expect(result.stderr).to.include('Do not use the value that was handed over.');
    });
  }

  it('that was killed, and repeated after another machine has added a secret, takes its value back', async () => {
    await rotate(['--secret-file', file()], { request: 'AddUserPoolClientSecret', what: 'killed before' });
    await addOther();
    await expectVoid(await rotate(['--secret-file', file()]), 'again');
    expect(await left()).to.deep.equal([]);
  });
});
