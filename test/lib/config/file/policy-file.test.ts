import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { expect } from 'chai';

import { readPolicy } from '../../../../src/lib/config/file/policy-file.js';
import { rejection } from '../../conventions/refusal.js';
import { temporaryFolder } from '../temporary-folder.js';

/** Stands for root: the user who alone may write to the policy. */
const OWNER = process.geteuid?.() ?? 0;

const key = (letter: string) => `ssh-ed25519 ${letter.repeat(68)}`;
const SIGNERS = `signers:\n  ana: { keys: ['${key('A')} ana@laptop'] }\n  ben: { keys: ['${key('B')}'] }\n`;

describe('the policy of a machine', () => {
  const { path } = temporaryFolder();
  let file = '';
  const write = async (text: string) => {
    file = path('policy/policy.yaml');
    await mkdir(dirname(file), { recursive: true, mode: 0o755 });
    await writeFile(file, text);
  };
  const problem = async () => (await rejection(readPolicy(file, OWNER))).message.replace(file, 'FILE');

  it('demands nothing if there is none', async () => {
    expect(await readPolicy(path('none/policy.yaml'), OWNER)).to.deep.equal({ approvals: 0, signers: undefined });
  });

  it('says how many approve, and with which keys', async () => {
    await write(`approvals: 1\n${SIGNERS}`);
    expect(await readPolicy(file, OWNER)).to.deep.equal({
      approvals: 1,
      signers: { ana: { keys: [key('A')] }, ben: { keys: [key('B')] } },
      privileged: { roles: ['itsm_admin', 'cloud_admin', 'super_admin'], groups: [] },
    });
  });

  it('says what else counts as privileged, which is nothing by default where it demands no approval', async () => {
    await write(`privilegedRoles: [auditor]\nprivilegedGroups: [ops]\n${SIGNERS}`);
    expect((await readPolicy(file, OWNER)).privileged).to.deep.equal({ roles: ['auditor'], groups: ['ops'] });
    await write(SIGNERS);
    expect(await readPolicy(file, OWNER)).not.to.have.property('privileged');
  });

  it('is refused if it belongs to another user', async () => {
    await write(SIGNERS);
    expect(await rejection(readPolicy(file, OWNER + 1))).to.have.property('code', 'UNSAFE_FILE');
  });

  for (const [what, of] of [
    ['it', () => file],
    ['its folder', () => dirname(file)],
  ] as const) {
    it(`is refused if others can write to ${what}`, async () => {
      await write(SIGNERS);
      await chmod(of(), 0o775);
      expect(await rejection(readPolicy(file, OWNER))).to.include({
        code: 'UNSAFE_FILE',
        message: `${of()} can be written to by others than root`,
      });
    });
  }

  it('is refused if it is a symbolic link', async () => {
    await write(SIGNERS);
    const link = path('policy/link.yaml');
    await symlink(file, link);
    expect(await rejection(readPolicy(link, OWNER))).to.include({ message: `${link} is a symbolic link` });
  });

  it('is refused with the line and key of what is wrong', async () => {
    const problems: string[] = [];
    for (const text of [
      'approvals: 2\n',
      'approval: 1\n',
      'approvals: 1\n',
      `approvals: 1\nsigners:\n  ana: { keys: ['${key('A')}'] }\n`,
      `signers:\n  ana: { keys: ['${key('A')}'] }\n  ben: { keys: ['${key('A')} another comment'] }\n`,
      "signers:\n  ana: { keys: ['AAAA'] }\n",
      `signers:\n  'a*': { keys: ['${key('A')}'] }\n`,
      `signers:\n  ana: { keys: ['${key('A')}'], arns: [] }\n`,
    ]) {
      await write(text);
      problems.push(await problem());
    }
    expect(problems).to.deep.equal([
      'FILE line 1, approvals: expected 0 or 1',
      'FILE line 1, approval: unknown key',
      'FILE line 1, approvals: there are no signers',
      'FILE line 1, approvals: there are no two signers',
      'FILE line 3, signers.ben.keys[0]: is also in the keys of ana',
      'FILE line 2, signers.ana.keys[0]: expected a public key of SSH, as in a .pub file',
      'FILE line 2, signers."a*": invalid name of a person',
      'FILE line 2, signers.ana.arns: unknown key',
    ]);
  });
});
