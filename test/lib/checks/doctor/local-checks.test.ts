import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { credentialsFileMode, dataFolderModes, nodeVersion } from '../../../../src/lib/checks/doctor/local-checks.js';
import { rejection } from '../../conventions/refusal.js';

describe('nodeVersion', () => {
  for (const [version, status] of [
    ['20.16.0', 'problem'],
    ['18.20.4', 'problem'],
    ['20.17.0', 'ok'],
    ['22.1.0', 'ok'],
    ['24.0.0', 'ok'],
    ['23.3.0', 'warning'],
    ['26.0.0', 'warning'],
  ] as const) {
    it(`finds ${version}: ${status}`, () => {
      expect(nodeVersion(version).status).to.equal(status);
    });
  }
});

describe('the files of this machine', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-doctor-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('accepts a data folder that only its user can change, and one that does not exist yet', async () => {
    await writeFile(join(folder, 'sandbox.json'), '{}', { mode: 0o600 });
    expect([
      (await dataFolderModes(folder)).status,
      (await dataFolderModes(join(folder, 'none'))).status,
    ]).to.deep.equal(['ok', 'ok']);
  });

  it('refuses a data folder in which others can change a file, and says how to repair it', async () => {
    const file = join(folder, 'sandbox.json');
    await writeFile(file, '{}');
    await chmod(file, 0o666);
    const { code, hint } = await rejection(dataFolderModes(folder));
    expect([code, hint?.includes(`chmod go-w ${file}`)]).to.deep.equal(['UNSAFE_FILE', true]);
  });

  it('refuses a data folder in which others can change a file of a folder', async () => {
    const file = join(folder, 'history', 'pool', 'records.ndjson');
    await mkdir(join(folder, 'history', 'pool'), { recursive: true });
    await writeFile(file, '');
    await chmod(file, 0o666);
    const { code, message } = await rejection(dataFolderModes(folder));
    expect([code, message]).to.deep.equal(['UNSAFE_FILE', `other users can write to ${file}`]);
  });

  it('refuses a data folder with a symbolic link', async () => {
    await symlink('/etc/passwd', join(folder, 'sandbox.json'));
    expect((await rejection(dataFolderModes(folder))).code).to.equal('UNSAFE_FILE');
  });

  it('reports a data folder that is a file', async () => {
    await writeFile(join(folder, 'data'), '');
    expect((await dataFolderModes(join(folder, 'data'))).status).to.equal('problem');
  });

  for (const [what, mode, status] of [
    ['that only its user can read', 0o600, 'ok'],
    ['that others can read', 0o644, 'warning'],
    ['that others can change', 0o622, 'warning'],
  ] as const) {
    it(`finds a credentials file ${what}: ${status}`, async () => {
      const file = join(folder, 'credentials');
      await writeFile(file, '');
      await chmod(file, mode);
      expect((await credentialsFileMode({ AWS_SHARED_CREDENTIALS_FILE: file })).status).to.equal(status);
    });
  }

  it('accepts that there is no credentials file', async () => {
    await mkdir(join(folder, 'empty'));
    const env = { AWS_SHARED_CREDENTIALS_FILE: join(folder, 'empty', 'credentials') };
    expect((await credentialsFileMode(env)).status).to.equal('ok');
  });
});
