import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { requireBuild } from '../../helpers/run-bin.js';
import { answerError, proxyTo, withFakeEndpoint } from '../fake-endpoint.js';
import { executable, pidFile, runScript, startScript } from './script-runner.js';

describe('with-preview-callback.sh', () => {
  before(requireBuild);
  const place = ownPlace();
  const URL = 'https://pr-7.preview.example/auth/callback?a=1&b=$(id)';
  const registered = async () => (await place().callbackUrls()).includes(URL);
  const whileRegistered = (url: string, ...command: string[]) =>
    runScript(place(), 'with-preview-callback.sh', [url, ...command]);

  it('registers the URL while the command runs, removes it afterwards, and exits like the command', async () => {
    const seen = place().path('seen.json');
    const { code } = await whileRegistered(URL, 'sh', '-c', `cp '${place().sandbox}' '${seen}'; exit 3`);
    const state = await readFile(seen, 'utf8');
    expect([code, state.includes(JSON.stringify(URL)), await registered()]).to.deep.equal([3, true, false]);
  });

  it('leaves a URL alone that was registered before', async () => {
    const [url = ''] = await place().callbackUrls();
    expect((await whileRegistered(url, 'true')).code).to.equal(0);
    expect(await place().callbackUrls()).to.include(url);
  });

  it('removes the URL if it is interrupted', async () => {
    const running = await startScript(place(), 'with-preview-callback.sh', [
      URL,
      'sh',
      '-c',
      'echo ready; exec sleep 60',
    ]);
    await running.waitFor('stdout', /ready/);
    expect(await registered()).to.equal(true);
    running.child.kill('SIGTERM');
    expect([(await running.ended).code, await registered()]).to.deep.equal([143, false]);
  });

  it('exits with 8 and names the command if the URL cannot be removed', async () => {
    const { code, stderr } = await whileRegistered(URL, 'sh', '-c', `echo broken > '${place().sandbox}'`);
    expect(code).to.equal(8);
    expect(stderr).to.include('Remove it: sf-admin client remove-callback https://pr-7.preview.example/');
  });

  it('does not run the command if the URL is refused', async () => {
    const { code, stdout } = await whileRegistered('http://pr-7.preview.example', 'echo', 'ran');
    expect([code, stdout]).to.deep.equal([2, '']);
  });
});

describe('rotate-password.sh', () => {
  before(requireBuild);
  const place = ownPlace();
  const OLGA = 'olga.petrova@tenant-two.example';
  const stored = (stage: string) => readFile(place().path(`${stage}.secret`), 'utf8').catch(() => undefined);
  const rotate = async (user: string, broken = 'none') => {
    const store = place().path('store');
    await executable(store, `#!/bin/sh\n[ "$2" != ${broken} ] || exit 5\nexec cat > '${place().home}'/"$2.secret"\n`);
    return runScript(place(), 'rotate-password.sh', [user, store, 'service']);
  };

  it('sets a password, and hands it to the store alone', async () => {
    const { code, stdout, stderr } = await rotate(OLGA);
    const [pending, current = ''] = [await stored('pending'), await stored('current')];
    expect([code, pending, await place().signIn(OLGA, current)]).to.deep.equal([0, current, 'signed in'], stderr);
    const history = await readFile(join(place().dataFolder, 'history', 'sandbox.ndjson'), 'utf8');
    expect(stdout + stderr + history).not.to.include(current.slice(0, 20));
  });

  it('accepts a user name that begins with a dash', async () => {
    await place().edit((pool) => {
      const olga = Object.values(pool.users).find(({ attributes }) => attributes.email === OLGA)!;
      const attributes = {
        ...olga.attributes,
        sub: '5af10000-0000-4000-8000-0000000000ff',
        email: 'job@tenant.example',
      };
      pool.users['-job'] = { ...olga, username: '-job', attributes };
    });
    const { code, stderr } = await rotate('-job');
    expect([code, (await stored('current'))?.length], stderr).to.deep.equal([0, 48]);
  });

  it('leaves the current password alone if it cannot be changed', async () => {
    const { code } = await rotate('nobody@tenant-two.example');
    expect([code, await stored('current')]).to.deep.equal([4, undefined]);
  });

  it('changes nothing if the store cannot keep the new password', async () => {
    const { code } = await rotate(OLGA, 'pending');
    expect([code, await place().signIn(OLGA, 'Sandbox-Demo-2026!')]).to.deep.equal([5, 'signed in']);
  });

  it('says that the new password is only pending, and sets another one the next time', async () => {
    const { code, stderr } = await rotate(OLGA, 'current');
    expect([code, stderr.includes('In the store it is only pending: run this again.')]).to.deep.equal([8, true]);
    expect(await place().signIn(OLGA, (await stored('pending')) ?? '')).to.equal('signed in');
    expect((await rotate(OLGA)).code).to.equal(0);
    expect(await place().signIn(OLGA, (await stored('current')) ?? '')).to.equal('signed in');
  });

  it('has a store that gives the password to the AWS CLI by stdin', async () => {
    const [folder, seen] = [place().path('bin'), place().path('seen')];
    const start = await startScript(place(), 'store-in-secrets-manager.sh', []);
    await start.ended;
    await executable(join(folder, 'aws'), `#!/bin/sh\necho "$@" > '${seen}'; cat >> '${seen}'\n`);
    const running = await startScript(place(), 'store-in-secrets-manager.sh', ['stackflow/service', 'current']);
    running.child.stdin.end('the password');
    expect((await running.ended).code).to.equal(0);
    expect(await readFile(seen, 'utf8')).to.equal(
      'secretsmanager put-secret-value --secret-id stackflow/service --version-stages AWSCURRENT ' +
        '--secret-string file:///dev/stdin\nthe password',
    );
  });
});

describe('nightly-check.sh', () => {
  before(requireBuild);
  const place = ownPlace();
  const check = (env = {}) => runScript(place(), 'nightly-check.sh', [place().path('reports')], env);
  const report = async (name: string) => {
    const text = await readFile(place().path(join('reports', name)), 'utf8').catch(() => undefined);
    return text === undefined
      ? undefined
      : (JSON.parse(text) as { runs: [{ results: unknown[] }] }).runs[0].results.length;
  };

  it('writes a report of each check, and exits with 9 if there are findings', async () => {
    const { code } = await check();
    const [pool = 0, users = 0] = [await report('pool.sarif'), await report('users.sarif')];
    expect([code, pool > 0, users > 0]).to.deep.equal([9, true, true]);
  });

  it('starts no other check after an interruption, and keeps the earlier reports', async () => {
    await check();
    const seen: string[] = [];
    const interrupting = proxyTo('http://127.0.0.1:1/', (operation) => {
      if (seen.push(operation) === 1) {
        void readFile(pidFile(place()), 'utf8').then((pid) => process.kill(Number(pid), 'SIGINT'));
      }
      return true;
    });
    await withFakeEndpoint(interrupting, async (url) => {
      await writeLiveContext(place(), url);
      const { code } = await check(ANY_CREDENTIALS);
      expect([code, seen.includes('ListUsers'), (await readdir(place().path('reports'))).sort()]).to.deep.equal([
        ...[130, false, ['pool.sarif', 'users.sarif']],
      ]);
    });
  });

  it('runs the other check if one cannot be run, and removes its earlier report', async () => {
    await check();
    await whileServed(place(), async (target) => {
      const denying = proxyTo(target, (operation, _body, response) => {
        if (operation !== 'ListUsers') return false;
        answerError(response, 'AccessDeniedException', 'User is not authorized to perform: cognito-idp:ListUsers');
        return true;
      });
      await withFakeEndpoint(denying, async (url) => {
        await writeLiveContext(place(), url);
        await writeFile(place().path('reports/pool.sarif'), '');
        const { code } = await check(ANY_CREDENTIALS);
        expect([code, (await report('pool.sarif')) !== undefined, await report('users.sarif')]).to.deep.equal([
          ...[6, true, undefined],
        ]);
      });
    });
  });
});
