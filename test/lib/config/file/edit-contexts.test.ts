import { lstat, mkdir, readFile, readdir, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { loadContexts } from '../../../../src/lib/config/file/contexts-file.js';
import { addContext, removeContext, useContext } from '../../../../src/lib/config/file/edit-contexts.js';
import { DEFAULT_CONVENTIONS } from '../../../../src/lib/config/default-conventions.js';
import { rejection } from '../../conventions/refusal.js';
import { temporaryFolder } from '../temporary-folder.js';

const COMMENTED = `# Contexts of the operations team

# The one we work in.
current: prod # until March
contexts:
  # Real people.
  prod:
    region: 'us-east-1' # Virginia

    account: "012345678901"
    conventions:
      roles: [agent, admin]
  # For trying things out.
  test: {region: eu-west-1}
  dev:
    region: eu-west-1
`;

describe('editing the contexts file', () => {
  const folder = temporaryFolder();
  let file = '';
  beforeEach(() => {
    file = folder.path('config.yaml');
  });
  const text = () => readFile(file, 'utf8');

  describe('addContext', () => {
    it('creates the file, readable only by its owner, and the folder', async () => {
      file = folder.path('config/sf-admin/config.yaml');
      const added = await addContext(file, 'prod', {
        poolId: 'eu-west-1_Abc',
        account: '012345678901',
        region: undefined,
      });
      expect(added).to.deep.equal({
        name: 'prod',
        kind: 'aws',
        protected: false,
        poolId: 'eu-west-1_Abc',
        account: '012345678901',
        conventions: DEFAULT_CONVENTIONS,
      });
      expect(await text()).to.equal('contexts:\n  prod:\n    poolId: eu-west-1_Abc\n    account: "012345678901"\n');
      if (process.platform === 'win32') return;
      const modes = await Promise.all([file, folder.path('config/sf-admin')].map((path) => stat(path)));
      expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).to.deep.equal(['600', '700']);
    });

    it('changes no other line', async () => {
      await writeFile(file, COMMENTED);
      await addContext(file, 'new', { region: 'us-west-2', protected: true });
      expect(await text()).to.equal(`${COMMENTED}  new:\n    region: us-west-2\n    protected: true\n`);
    });

    it('keeps the indentation and line ends of the file', async () => {
      await writeFile(file, 'contexts:\r\n    a: {} # x\r\n');
      await addContext(file, 'b', { region: 'us-west-2' });
      expect(await text()).to.equal('contexts:\r\n    a: {} # x\r\n    b:\r\n        region: us-west-2\r\n');
    });

    for (const [before, after] of [
      ['', 'contexts:\n  b: {}\n'],
      ['# ours\n', '# ours\n\ncontexts:\n  b: {}\n'],
      ['contexts:\n', 'contexts:\n  b: {}\n'],
      ['contexts: {}\n', 'contexts:\n  b: {}\n'],
      ['{"contexts": {"a": {}}}', '{"contexts": {"a": {}, b: {}}}\n'],
    ] as const) {
      it(`adds to ${JSON.stringify(before)}`, async () => {
        await writeFile(file, before);
        await addContext(file, 'b', {});
        expect(await text()).to.equal(after);
      });
    }

    it('refuses a name that exists, and writes nothing', async () => {
      await writeFile(file, COMMENTED);
      expect(await rejection(addContext(file, 'prod', {}))).to.deep.equal({
        code: 'CONTEXT_EXISTS',
        message: 'context prod already exists',
        hint: `Choose another name, remove the context first, or edit ${file}`,
      });
      expect(await text()).to.equal(COMMENTED);
    });

    for (const name of ['sandbox', 'stackflow']) {
      it(`refuses the name ${name} of a built-in context`, async () => {
        expect(await rejection(addContext(file, name, {}))).to.deep.equal({
          code: 'CONTEXT_EXISTS',
          message: `context ${name} already exists`,
          hint: 'It is built in. Choose another name.',
        });
      });
    }

    for (const name of ['', '-x', 'a b', 'a/b', 'a.b', 'é', 'x'.repeat(65), '__proto__']) {
      it(`refuses the name ${JSON.stringify(name.slice(0, 20))}`, async () => {
        expect(await rejection(addContext(file, name, {}))).to.deep.equal({
          code: 'USAGE',
          message: `invalid context name ${JSON.stringify(name)}`,
          hint: 'Use letters, digits, _ and -, at most 64, starting with a letter or digit',
        });
      });
    }

    it('refuses invalid settings, reports all of them, and writes nothing', async () => {
      expect(await rejection(addContext(file, 'b', { poolId: 'x', account: '1' }))).to.deep.equal({
        code: 'INVALID_CONFIG',
        message: 'context b is not valid, poolId: expected a user pool ID, <region>_<id>, such as us-east-1_WKK1AVJ2m',
        hint: 'Nothing was written\nAlso account: expected the twelve digits of an AWS account',
      });
      expect(await readdir(folder.path('.'))).to.deep.equal([]);
    });

    it('refuses to edit an invalid file', async () => {
      await writeFile(file, 'contexts: 1\n');
      expect(await rejection(addContext(file, 'b', {}))).to.deep.equal({
        code: 'INVALID_CONFIG',
        message: `${file} line 1, contexts: expected contexts by name`,
        hint: 'Correct the file in an editor',
      });
      expect(await text()).to.equal('contexts: 1\n');
    });

    it('refuses a folder that cannot be created', async () => {
      await writeFile(file, '');
      const { code, message } = await rejection(addContext(`${file}/config.yaml`, 'b', {}));
      expect({ code, message: message.replace(/: [a-z ]+$/, ': …') }).to.deep.equal({
        code: 'INVALID_CONFIG',
        message: `${file}/config.yaml cannot be written: …`,
      });
    });

    it('edits the target of a link, and keeps the link', async function () {
      if (process.platform === 'win32') this.skip();
      await mkdir(folder.path('dotfiles'));
      await writeFile(folder.path('dotfiles/config.yaml'), 'current: sandbox\n');
      await symlink('dotfiles/config.yaml', file);
      await addContext(file, 'b', {});
      expect((await lstat(file)).isSymbolicLink()).to.be.true;
      expect(await readFile(folder.path('dotfiles/config.yaml'), 'utf8')).to.equal(
        'current: sandbox\ncontexts:\n  b: {}\n',
      );
    });
  });

  describe('useContext', () => {
    it('changes one line, and keeps its comment', async () => {
      await writeFile(file, COMMENTED);
      expect(await useContext(file, 'test')).to.deep.equal({ previous: 'prod', changed: true });
      expect(await text()).to.equal(COMMENTED.replace('current: prod', 'current: test'));
    });

    it('adds the line at the top if there is none', async () => {
      await writeFile(file, 'contexts:\n  a: {}\n');
      expect(await useContext(file, 'stackflow')).to.deep.equal({ previous: 'sandbox', changed: true });
      expect(await text()).to.equal('current: stackflow\ncontexts:\n  a: {}\n');
    });

    it('writes nothing if the context is already the current one', async () => {
      expect(await useContext(file, 'sandbox')).to.deep.equal({ previous: 'sandbox', changed: false });
      expect(await readdir(folder.path('.'))).to.deep.equal([]);
    });

    it('refuses an unknown context, and writes nothing', async () => {
      await writeFile(file, COMMENTED);
      expect(await rejection(useContext(file, 'tset'))).to.deep.equal({
        code: 'UNKNOWN_CONTEXT',
        message: 'unknown context "tset"',
        hint: 'Did you mean test? Contexts: sandbox, stackflow, prod, test, dev',
      });
      expect(await text()).to.equal(COMMENTED);
    });
  });

  describe('removeContext', () => {
    it('removes the entry with the comment above it, and nothing else', async () => {
      await writeFile(file, COMMENTED);
      expect(await removeContext(file, 'test')).to.deep.equal({ current: 'prod', fellBack: false });
      expect(await text()).to.equal(COMMENTED.replace('  # For trying things out.\n  test: {region: eu-west-1}\n', ''));
    });

    it('makes the sandbox the current context if the current one is removed', async () => {
      await writeFile(file, 'current: b\ncontexts:\n  a: {}\n  b: {}\n');
      expect(await removeContext(file, 'b')).to.deep.equal({ current: 'sandbox', fellBack: true });
      expect(await text()).to.equal('current: sandbox\ncontexts:\n  a: {}\n');
    });

    it('undoes addContext', async () => {
      await writeFile(file, COMMENTED);
      await addContext(file, 'new', { region: 'us-west-2' });
      await removeContext(file, 'new');
      expect(await text()).to.equal(COMMENTED);
    });

    it('finds a name of digits', async () => {
      await writeFile(file, 'contexts:\n  42: {}\n  a: {}\n');
      await removeContext(file, '42');
      expect(await text()).to.equal('contexts:\n  a: {}\n');
    });

    it('refuses a built-in context', async () => {
      await writeFile(file, 'contexts:\n  stackflow: {profile: ops}\n');
      expect(await rejection(removeContext(file, 'stackflow'))).to.deep.equal({
        code: 'USAGE',
        message: 'context stackflow is built in and cannot be removed',
        hint: `Any changes to it in ${file} can be deleted there`,
      });
    });

    it('refuses an unknown context', async () => {
      expect((await rejection(removeContext(file, 'prod'))).code).to.equal('UNKNOWN_CONTEXT');
    });

    it('refuses to remove a context that another one refers to', async () => {
      const before = 'contexts:\n  a: &a {region: us-east-1}\n  b: *a\n';
      await writeFile(file, before);
      expect(await rejection(removeContext(file, 'a'))).to.deep.equal({
        code: 'INVALID_CONFIG',
        message: 'the file without context a is not valid: another part of the file refers to what would be removed',
        hint: 'Nothing was written. First replace the aliases (*name) by what they refer to.',
      });
      expect(await text()).to.equal(before);
    });
  });

  describe('in parallel', () => {
    it('loses no edit within one process', async () => {
      await Promise.all(Array.from({ length: 10 }, (_, index) => addContext(file, `c${index}`, {})));
      expect([...(await loadContexts(file)).contexts.keys()].sort()).to.deep.equal([
        ...Array.from({ length: 10 }, (_, index) => `c${index}`),
        'sandbox',
        'stackflow',
      ]);
    });

    it('loses no edit that comes through a link', async function () {
      if (process.platform === 'win32') this.skip();
      await writeFile(file, '');
      await symlink('config.yaml', folder.path('link.yaml'));
      const names = Array.from({ length: 10 }, (_, index) => `c${index}`);
      await Promise.all(
        names.map((name, index) => addContext(index % 2 === 0 ? file : folder.path('link.yaml'), name, {})),
      );
      expect([...(await loadContexts(file)).contexts.keys()].sort()).to.deep.equal([...names, 'sandbox', 'stackflow']);
    });

    it('takes over the lock of a process that died', async () => {
      await mkdir(`${file}.lock`);
      const longAgo = new Date(Date.now() - 3_600_000);
      await utimes(`${file}.lock`, longAgo, longAgo);
      await addContext(file, 'b', {});
      expect(await text()).to.equal('contexts:\n  b: {}\n');
    });
  });
});
