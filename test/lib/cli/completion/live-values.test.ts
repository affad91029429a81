import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect } from 'chai';

import { liveValues } from '../../../../src/lib/cli/completion/live-values.js';
import type { LiveKind } from '../../../../src/lib/cli/completion/value-source.js';
import type { NewEntry } from '../../../../src/lib/history/file/append.js';
import { historyFile } from '../../../../src/lib/history/history-stores.js';
import type { Intent } from '../../../../src/lib/history/file/entry.js';
import { ownPlace } from '../../../helpers/place.js';
import { appendAll, finished, INTENT, started } from '../../history/example-history.js';

const POOL = 'eu-west-1_Abcdefghi';
const AWS = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
const DAY = 86_400_000;

describe('live values of a completion', () => {
  const place = ownPlace();

  async function values(kind: LiveKind, given: Record<string, string> = {}, typed = '') {
    const { configFolder, dataFolder } = place();
    const folders = { configDir: configFolder, dataDir: dataFolder, cacheDir: place().path('cache') };
    const options = { folders, build: 'build', environment: AWS, given: new Map(Object.entries(given)), typed };
    return (await liveValues(kind, options)).map(({ value }) => value);
  }
  async function configure(...lines: string[]): Promise<void> {
    await mkdir(place().configFolder, { recursive: true });
    await writeFile(join(place().configFolder, 'config.yaml'), `${lines.join('\n')}\n`);
  }
  const prod = (...lines: string[]) =>
    configure(...lines, 'current: prod', 'contexts:', '  prod:', `    poolId: ${POOL}`);

  /** A change that was made just now, unless it is `daysAgo`. */
  function change(number: number, intent: Partial<Intent> = {}, daysAgo = 0): NewEntry {
    return { ...started(number, intent), at: new Date(Date.now() - daysAgo * DAY).toISOString() };
  }
  function user(name: string, tenantId: string | null = 'tenant_001'): Pick<Intent, 'target'> {
    return { target: { ...INTENT.target, id: name, label: `${name}@example.com`, tenantId } };
  }
  async function record(...entries: NewEntry[]): Promise<void> {
    const file = historyFile(place().dataFolder, { poolId: POOL, credentials: { kind: 'aws' } });
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await appendAll(file, entries);
  }

  it('are the contexts of the file and the built-in ones', async () => {
    await prod();
    expect(await values('context')).to.deep.equal(['sandbox', 'stackflow', 'prod']);
  });

  it('are only contexts that are not built in, if they are to be removed', async () => {
    await configure('contexts:', '  stackflow: { protected: true }', '  own: {}');
    expect(await values('own-context')).to.deep.equal(['own']);
  });

  it('are the roles of the context that is named', async () => {
    await configure('contexts:', '  one:', '    conventions:', '      roles: [reader, itsm_admin]');
    expect(await values('role', { context: 'one' })).to.deep.equal(['reader', 'itsm_admin']);
  });

  it('are users of recent changes, the newest first and each once', async () => {
    await prod();
    await record(change(1, user('ana')), change(2, user('ben')), change(3, user('ana')));
    expect(await values('user')).to.deep.equal(['ana@example.com', 'ben@example.com']);
  });

  it('leave out what is older than 30 days', async () => {
    await prod();
    await record(change(1, user('old'), 31), change(2, user('new'), 29));
    expect(await values('user')).to.deep.equal(['new@example.com']);
  });

  it('leave out a user who was deleted, and name one by the new address', async () => {
    await prod();
    const moved = [{ field: 'email', before: 'ben@example.com', after: 'benno@example.com' }];
    const deleted = { ...user('ana'), operation: 'users.delete' };
    const address = { ...user('ben'), operation: 'users.set-attributes', fields: moved };
    await record(change(1, deleted), finished(1), change(2, address), finished(2));
    expect(await values('user')).to.deep.equal(['benno@example.com']);
  });

  it('have nothing of another tenant in a context that is bound to one, or with --tenant', async () => {
    await record(change(1, user('ana')), change(2, user('mia', 'tenant_002')), change(3, user('none', null)));
    await prod();
    expect(await values('user', { tenant: 'tenant_002' })).to.deep.equal(['mia@example.com']);
    await configure('current: prod', 'contexts:', '  prod:', `    poolId: ${POOL}`, '    tenant: tenant_001');
    expect([await values('user'), await values('tenant')]).to.deep.equal([['ana@example.com'], ['tenant_001']]);
    expect(await values('record')).to.have.length(1);
  });

  it('have a user who was moved only in the tenant of the latest change, or in none if its outcome is unknown', async () => {
    const move = {
      operation: 'users.set-attributes',
      fields: [{ field: 'tenantId', before: 'tenant_001', after: 'tenant_002' }],
    };
    await prod();
    await record(change(1, user('ana')), change(2, user('ben')), change(3, user('mia')));
    await record(change(4, { ...user('ana'), ...move }), finished(4));
    await record(change(5, { ...user('ben'), ...move }));
    await record(change(6, { ...user('mia'), ...move }), finished(6, { result: 'failed' }));
    expect(await values('user', { tenant: 'tenant_001' })).to.deep.equal(['mia@example.com']);
    expect(await values('user', { tenant: 'tenant_002' })).to.deep.equal(['ana@example.com']);
    await record(change(7, { ...user('ana', 'tenant_002'), operation: 'users.delete' }), finished(7));
    expect(await values('user', { tenant: 'tenant_002' })).to.deep.equal([]);
    expect(await values('user', { tenant: 'tenant_001' })).to.deep.equal(['mia@example.com']);
  });

  it('have nothing of another pool', async () => {
    await prod();
    await record(change(1, user('ana')));
    expect(await values('user', { 'pool-id': 'eu-west-1_Abcdefgh2' })).to.deep.equal([]);
  });

  it('are tenants of the configuration and of recent changes', async () => {
    await prod();
    await record(change(1, user('mia', 'tenant_002')), change(2, user('none', null)));
    expect(await values('tenant')).to.deep.equal(['tenant_002']);
  });

  it('are the IDs of recent records and runs', async () => {
    await prod();
    const [one, two] = [change(1, user('ana')), change(2, { ...user('ben'), run: { id: 'RUN', row: 1 } })];
    await record(one, two);
    expect([await values('record'), await values('run')]).to.deep.equal([[two.id, one.id], ['RUN']]);
  });

  it('leave out lines that are damaged', async () => {
    await prod();
    await record(change(1, user('ana')));
    const file = historyFile(place().dataFolder, { poolId: POOL, credentials: { kind: 'aws' } });
    await writeFile(file, '{"entry":"started","id":"x"}\n[1]\nnot JSON\n', { flag: 'a' });
    expect(await values('user')).to.deep.equal(['ana@example.com']);
  });

  it('have nothing of the history with complete.recent: false', async () => {
    await prod('complete: { recent: false }');
    await record(change(1, user('ana')));
    expect([await values('user'), await values('record')]).to.deep.equal([[], []]);
  });

  it('are groups of recent changes, which were not deleted since, and those that the context names as privileged', async () => {
    await configure(
      'current: prod',
      'contexts:',
      '  prod:',
      `    poolId: ${POOL}`,
      '    conventions:',
      '      privilegedGroups: [admins]',
    );
    const group = (id: string): Pick<Intent, 'target'> => ({
      target: { kind: 'group', id, label: id, tenantId: null },
    });
    const joined = { fields: [{ field: 'groups', before: ['old'], after: ['old', 'new'] }] };
    await record(
      change(1, { ...group('gone'), operation: 'groups.set' }),
      change(2, { ...group('gone'), operation: 'groups.delete' }),
      finished(2),
      change(3, { ...group('made'), operation: 'groups.create' }),
      change(4, { ...user('ana'), ...joined, operation: 'users.add-to-group' }),
    );
    expect([await values('group'), await values('group', { tenant: 'tenant_001' })]).to.deep.equal([
      ['admins', 'old', 'new', 'made'],
      ['admins', 'old', 'new'],
    ]);
  });

  it('are identity providers of recently linked identities', async () => {
    await prod();
    const linked = (before: string[], after: string[]) => ({ fields: [{ field: 'identities', before, after }] });
    await record(
      change(1, { ...user('ana'), ...linked([], ['Okta ana one']), operation: 'users.link' }),
      change(2, { ...user('ben'), ...linked(['AzureAD ben'], []), operation: 'users.unlink' }),
    );
    expect(await values('provider')).to.deep.equal(['AzureAD', 'Okta']);
  });

  it('are requested from the pool only with complete.live', async () => {
    expect(await values('user', {}, 'ana')).to.deep.equal([]);
    await configure('complete: { live: true }');
    expect(await values('user', {}, 'ana')).to.deep.equal(['ana.silva@tenant-one.example']);
    expect(await values('tenant')).to.include('tenant_003');
    expect(await values('user', { tenant: 'tenant_002' }, 'ana')).to.deep.equal([]);
    expect([await values('group'), await values('provider')]).to.deep.equal([['operators'], ['AzureAD']]);
  });

  it('read an unchanged contexts file from the cache, which belongs to the user alone', async () => {
    await prod();
    await values('context');
    const folder = place().path('cache/code');
    const [file = ''] = await readdir(folder);
    const before = await stat(join(folder, file));
    expect([file, before.mode & 0o777]).to.deep.equal(['contexts.json', 0o600]);
    expect(await values('context')).to.include('prod');
    expect((await stat(join(folder, file))).ino).to.equal(before.ino);
    await configure('contexts:', '  other: {}');
    expect(await values('context')).to.deep.equal(['sandbox', 'stackflow', 'other']);
  });
});
