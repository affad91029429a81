import { appendFile, chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { signFile, signingPerson } from '../../../src/lib/approvals/sign-file.js';
import { readSignatures, signatureFile } from '../../../src/lib/approvals/signature-file.js';
import { digestOf, type SignedStatement, type SigningRole } from '../../../src/lib/approvals/statement.js';
import { plannerAndApprover, signedAs, type Wanted } from '../../../src/lib/approvals/verify-signatures.js';
import { rejection } from '../conventions/refusal.js';
import { makeSigners, signersOf, type TestSigner } from './signers.js';

const PLAN = Buffer.from('{"id":"one"}\n');
const NOW = new Date('2026-11-29T12:00:00Z');
const ABOUT = { sha256: digestOf(PLAN), poolId: 'eu-west-1_Pool', endpoint: null };
const DAY = 86_400_000;

describe('signatures of a file', () => {
  let folder = '';
  let people: Record<'ana' | 'ben' | 'eve', TestSigner>;
  let wanted: Wanted;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-signatures-'));
    people = await makeSigners(folder, 'ana', 'ben', 'eve');
    const { eve: _, ...signers } = people;
    wanted = { ...ABOUT, signers: signersOf(signers), now: NOW };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  let file = '';
  let made = 0;
  beforeEach(() => {
    made += 1;
    file = join(folder, `plan-${made}.json`);
  });

  /** Signs with the key of a person. */
  async function sign(person: keyof typeof people, role: SigningRole, about: object = {}, at = NOW) {
    const { keyFile, publicKey } = people[person];
    const key = { file: keyFile, publicKey };
    return signFile(file, { ...ABOUT, role, ...about }, { person, key }, { mayAsk: false, now: at });
  }

  const refused = async (promise: Promise<unknown>) => (await rejection(promise)).message;

  it('name the one who planned and the one who approved', async () => {
    await sign('ana', 'plan');
    await sign('ben', 'approve');
    const { planner, approver } = await plannerAndApprover(await readSignatures(file), wanted);
    expect([planner.person, approver.person]).to.deep.equal(['ana', 'ben']);
  });

  it('of a checkpoint count however old they are, and for nothing else', async () => {
    await sign('ana', 'checkpoint', {}, new Date(NOW.getTime() - 400 * DAY));
    const signatures = await readSignatures(file);
    expect((await signedAs('checkpoint', signatures, wanted)).map(({ person }) => person)).to.deep.equal(['ana']);
    expect(await refused(signedAs('plan', signatures, wanted))).to.equal('the one who planned it has not signed it');
  });

  it('are refused if there are more than people sign, before any of them is verified', async () => {
    await sign('ana', 'plan');
    const line = await readFile(signatureFile(file), 'utf8');
    await writeFile(signatureFile(file), line.repeat(100));
    expect((await readSignatures(file)).length).to.equal(100);
    await appendFile(signatureFile(file), line);
    expect(await refused(readSignatures(file))).to.match(/\.signatures has more than 100 signatures$/);
  });

  it('are not added to what holds no signatures, such as a link to another file, and nothing is signed', async function () {
    if (process.platform === 'win32') this.skip();
    const victim = `${file}.victim`;
    await writeFile(victim, 'before\n');
    await symlink(victim, signatureFile(file));
    // With a key that cannot sign: what is beside the file is looked at first.
    const by = { person: 'ana', key: { file: join(folder, 'missing'), publicKey: people.ana.publicKey } };
    const signing = signFile(file, { ...ABOUT, role: 'approve' }, by, { mayAsk: false, now: NOW });
    expect(await refused(signing)).to.match(/\.signatures cannot be read: it is a symbolic link$/);
    expect(await readFile(victim, 'utf8')).to.equal('before\n');
  });

  const REFUSED: readonly (readonly [string, () => Promise<unknown>, Partial<Wanted>, string])[] = [
    [
      'of a file that was altered by one byte',
      () => sign('ben', 'approve'),
      { sha256: digestOf(Buffer.from('{"id":"onf"}\n')) },
      'the signature of ben is for another file, or the file was changed since',
    ],
    [
      'for another pool',
      () => sign('ben', 'approve', { poolId: 'eu-west-1_Other' }),
      {},
      'the signature of ben is for user pool eu-west-1_Other',
    ],
    [
      'for another endpoint',
      () => sign('ben', 'approve', { endpoint: 'http://127.0.0.1:9229' }),
      {},
      'the signature of ben is for endpoint http://127.0.0.1:9229',
    ],
    ['in another role', () => sign('ben', 'plan'), {}, 'it is not approved'],
    ['of somebody who is no signer', () => sign('eve', 'approve'), {}, 'eve, who signed, is not a signer'],
    [
      'that is too old',
      () => sign('ben', 'approve', {}, new Date(NOW.getTime() - 9.5 * DAY)),
      {},
      'the signature of ben is 9 days old, and counts for 7 days',
    ],
    [
      'of the future',
      () => sign('ben', 'approve', {}, new Date(NOW.getTime() + DAY)),
      {},
      'the signature of ben is of 2026-11-30T12:00:00.000Z, which is in the future',
    ],
  ];
  for (const [which, act, other, message] of REFUSED) {
    it(`do not count if one is ${which}`, async () => {
      await act();
      const found = await refused(signedAs('approve', await readSignatures(file), { ...wanted, ...other }));
      expect(found).to.equal(message);
    });
  }

  it('do not count with another key than that of the person', async () => {
    const { keyFile, publicKey } = people.eve;
    const key = { file: keyFile, publicKey };
    await signFile(file, { ...ABOUT, role: 'approve' }, { person: 'ben', key }, { mayAsk: false, now: NOW });
    expect(await refused(signedAs('approve', await readSignatures(file), wanted))).to.equal(
      'the signature of ben was not made with a key of ben, or was altered',
    );
  });

  const ALTERED: readonly Partial<SignedStatement>[] = [
    { role: 'approve' },
    { person: 'ben' },
    { at: '2026-11-29T11:00:00.000Z' },
  ];
  for (const change of ALTERED) {
    it(`do not count if ${Object.keys(change).join()} was altered afterwards`, async () => {
      const role = change.role === undefined ? 'approve' : 'plan';
      const signed = await sign('ana', role, {}, new Date(NOW.getTime() - DAY));
      const altered = { ...signed, ...change };
      expect(await refused(signedAs('approve', [altered], wanted))).to.contain('or was altered');
    });
  }

  it('do not count for a file of other bytes, whatever the statement says', async () => {
    const sha256 = digestOf(Buffer.from('other'));
    const signed = await sign('ben', 'approve', { sha256 });
    const altered = { ...signed, sha256: ABOUT.sha256 };
    expect(await refused(signedAs('approve', [altered], wanted))).to.contain('or was altered');
  });

  it('of one person in both roles are those of one person', async () => {
    await sign('ana', 'plan');
    await sign('ana', 'approve');
    expect(await refused(plannerAndApprover(await readSignatures(file), wanted))).to.equal(
      'ana both planned and approved it',
    );
  });

  it('count beside others that do not', async () => {
    await sign('ben', 'approve', { poolId: 'eu-west-1_Other' });
    await sign('ben', 'approve');
    await sign('eve', 'approve');
    const valid = await signedAs('approve', await readSignatures(file), wanted);
    expect(valid.map(({ person }) => person)).to.deep.equal(['ben']);
  });

  it('are none if there is no file of them, and refused if a line of it is something else', async () => {
    expect(await readSignatures(file)).to.deep.equal([]);
    await sign('ben', 'approve');
    await appendFile(signatureFile(file), 'approved by the boss\n');
    expect(await refused(readSignatures(file))).to.equal(`line 2 of ${signatureFile(file)} is not a signature`);
  });

  it('are by the person whose key it is, and by nobody without a key of a signer', async () => {
    const options = { signers: wanted.signers, mayAsk: false, now: NOW };
    const { person } = await signingPerson({ ...options, keyFile: people.ana.keyFile });
    expect(person).to.equal('ana');
    expect(await rejection(signingPerson({ ...options, keyFile: people.eve.keyFile }))).to.deep.equal({
      code: 'SIGNATURE_REFUSED',
      message: `the key ${people.eve.keyFile} does not belong to a signer`,
      hint: 'Give another key: --key FILE. Signers: ana, ben',
    });
    expect(await refused(signingPerson({ ...options, signers: undefined }))).to.contain('no signature is possible');
  });

  it("are by the first of the usual keys that is a signer's", async () => {
    await mkdir(join(folder, '.ssh'));
    for (const [name, { keyFile }] of [['id_ed25519', people.eve] as const, ['id_rsa', people.ben] as const]) {
      await copyFile(keyFile, join(folder, '.ssh', name));
      await copyFile(`${keyFile}.pub`, join(folder, '.ssh', `${name}.pub`));
    }
    const options = { signers: wanted.signers, mayAsk: false, now: NOW, home: folder };
    const { person, key } = await signingPerson(options);
    expect([person, key.file]).to.deep.equal(['ben', join(folder, '.ssh', 'id_rsa')]);
  });

  it('are refused with a key whose .pub file is that of somebody else', async () => {
    const mixed = join(folder, `mixed-${made}`);
    await writeFile(mixed, await readFile(people.eve.keyFile), { mode: 0o600 });
    await writeFile(`${mixed}.pub`, `${people.ana.publicKey}\n`);
    const by = await signingPerson({ signers: wanted.signers, mayAsk: false, now: NOW, keyFile: mixed });
    const signing = signFile(file, { ...ABOUT, role: 'plan' }, by, { mayAsk: false, now: NOW });
    expect((await rejection(signing)).code).to.equal('SIGNING_FAILED');
    expect(await readSignatures(file)).to.deep.equal([]);
  });

  it('say what ssh-keygen said if it does not sign', async () => {
    const { publicKey } = people.ana;
    const open = join(folder, `open-${made}`);
    await writeFile(open, await readFile(people.ana.keyFile));
    await chmod(open, 0o644);
    const signing = signFile(
      file,
      { ...ABOUT, role: 'plan' },
      { person: 'ana', key: { file: open, publicKey } },
      { mayAsk: false, now: NOW },
    );
    expect(await refused(signing)).to.match(new RegExp(`^ssh-keygen did not sign with ${open}: .+[^.]$`));
  });
});
