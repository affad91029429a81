import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { page, fenced } from '../docs/page.js';
import { cleanEnvironment } from '../helpers/place.js';
import { requireBuild, startProcess } from '../helpers/run-bin.js';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The programs of docs/library.md. */
const [DISABLE = '', INVITE = ''] = fenced(page('docs/library.md'), 'ts');

/** What another project has in its tsconfig.json, by its kind. The declarations themselves are checked once. */
const COMPILERS = {
  nodenext: { module: 'nodenext' },
  node16: { module: 'node16', skipLibCheck: true },
  bundler: { module: 'preserve', moduleResolution: 'bundler', skipLibCheck: true },
};

/** A program that uses everything without a confirmation, and then says what it did to its process. */
const FOOTPRINT = `
import { carryOut, createUser, listUsers } from 'sf-admin';
import { openSandbox } from 'sf-admin/sandbox';
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const listeners = () => signals.map((signal) => process.listenerCount(signal));
// AWS's SDK makes one of its own.
const globals = () => Object.keys(globalThis).filter((name) => name !== 'awslambda');
const before = [listeners(), console.warn, globals()];
const sandbox = await openSandbox();
const directory = await sandbox.openDirectory();
for await (const user of listUsers(directory)) void user;
const after = [listeners(), console.warn, globals()];
const same = JSON.stringify(before) === JSON.stringify(after) && before[1] === after[1];
const input = { email: 'nora@tenant-one.example', tenant: 'tenant_001', roles: ['itsm_agent'] };
await carryOut(directory, await createUser(directory, input));
await sandbox.close();
if (!same || process.exitCode !== undefined) process.exitCode = 1;
`;

/** A program that has made a change, and then waits for a signal. */
const WAITING = FOOTPRINT.replace('await sandbox.close();', "console.log('ready'); setInterval(() => {}, 1000);");

describe('the package as a library', function () {
  this.timeout(300_000);
  let project: string;
  const env = () => ({ ...cleanEnvironment(), HOME: project });

  /** Runs Node in the project of somebody else. */
  const node = (...argv: string[]) => run(process.execPath, argv, { cwd: project, env: env() });

  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'sf-admin-project-'));
    await requireBuild();
    await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
    const modules = join(project, 'node_modules');
    // Nothing but what docs/library.md names: the package needs no other at run time, nor for its types.
    for (const name of ['typescript', '@types/node']) {
      await mkdir(dirname(join(modules, name)), { recursive: true });
      await symlink(join(ROOT, 'node_modules', name), join(modules, name));
    }
    // npm-package.test.ts proves that npm packs these.
    const { files } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { files: string[] };
    for (const name of ['package.json', ...files]) {
      await cp(join(ROOT, name), join(modules, 'sf-admin', name), { recursive: true });
    }
    await writeFile(join(project, 'disable.ts'), DISABLE);
    await writeFile(join(project, 'invite.test.ts'), INVITE);
  });

  after(() => rm(project, { recursive: true, force: true }));

  for (const [kind, options] of Object.entries(COMPILERS)) {
    it(`has types with which the programs of docs/library.md compile in strict mode: ${kind}`, async () => {
      const compilerOptions = {
        strict: true,
        target: 'es2022',
        lib: ['es2023'],
        types: ['node'],
        outDir: `dist-${kind}`,
        ...options,
      };
      const config = JSON.stringify({ compilerOptions, files: ['disable.ts', 'invite.test.ts'] });
      await writeFile(join(project, 'tsconfig.json'), config);
      const { stdout } = await node(join('node_modules', 'typescript', 'bin', 'tsc')).catch((error: unknown) => {
        throw new Error((error as { stdout: string }).stdout);
      });
      expect(stdout).to.equal('');
    });
  }

  it('runs the program of docs/library.md: a dry run, the change, and an error with its status', async () => {
    const script = join('dist-nodenext', 'disable.js');
    const user = 'ana.silva@tenant-one.example';
    expect((await node(script, '--dry-run', user)).stdout).to.match(/^Acting on sandbox\n.*\n {2}enabled: yes → no\n/);
    expect((await node(script, '--yes', user)).stdout).to.include(`Disabled ${user} and signed them out.\n`);
    const failed = await node(script, '--yes', 'missing@tenant-one.example').catch((error: unknown) => error);
    expect(failed).to.deep.include({ code: 4 });
    expect((failed as { stderr: string }).stderr).to.match(/^USER_NOT_FOUND: /);
  });

  it('makes the changes that the commands of the same machine show and undo', async () => {
    const { stdout } = await node(join('node_modules', 'sf-admin', 'bin', 'run.js'), 'history', 'list', '--json');
    const [record] = JSON.parse(stdout) as { operation: string; reason: string }[];
    expect(record).to.include({ operation: 'users.disable', reason: 'Left the company' });
  });

  it('runs the test of docs/library.md on the sandbox', async () => {
    const { stdout } = await node('--test', '--test-reporter=tap', join('dist-nodenext', 'invite.test.js'));
    expect(stdout).to.match(/^# pass 2$/m);
    expect(stdout).to.match(/^# fail 0$/m);
  });

  it('leaves no output, exit status, global, listener to signals or data of the user behind', async () => {
    const before = await readdir(project, { recursive: true });
    const { stdout, stderr } = await node('--input-type=module', '--eval', FOOTPRINT);
    expect({ stdout, stderr }).to.deep.equal({ stdout: '', stderr: '' });
    const isOwn = (name: string) => /sandbox\.json|history/.test(name) && !name.startsWith('node_modules');
    const after = await readdir(project, { recursive: true });
    expect(after.filter(isOwn)).to.deep.equal(before.filter(isOwn));
  });

  it('leaves it to the process how it ends at a signal', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      await writeFile(join(project, 'waiting.js'), WAITING);
      const running = startProcess(process.execPath, [join(project, 'waiting.js')], env());
      await running.waitFor('stdout', /ready/);
      running.child.kill(signal);
      expect((await running.ended).code).to.equal(signal);
    }
  });

  it('loads nothing of the command line', async () => {
    const folder = join(project, 'node_modules', 'sf-admin', 'dist');
    const loaded = new Map<string, string>();
    const visit = async (file: string): Promise<void> => {
      if (loaded.has(file)) return;
      const text = await readFile(file, 'utf8');
      loaded.set(file, text);
      for (const [, name = ''] of text.matchAll(/\b(?:from|import) ?\(?"(\.[^"]+)"/g)) {
        await visit(join(dirname(file), name));
      }
    };
    await visit(join(folder, 'library', 'index.js'));
    expect(loaded.size).to.be.greaterThan(5);
    const ofCommands = [...loaded].filter(([file, text]) => file.includes('commands') || /oclif|inquirer/.test(text));
    expect(ofCommands.map(([file]) => file)).to.deep.equal([]);
  });

  it('can be loaded with require as well', async () => {
    const script = "console.log(typeof require('sf-admin').carryOut, typeof require('sf-admin/sandbox').openSandbox)";
    // Node 20.17 to 20.18 and 22.0 to 22.11 need a flag for it.
    const { stdout } = await node(
      '--experimental-require-module',
      '--no-warnings',
      '--input-type=commonjs',
      '-e',
      script,
    );
    expect(stdout).to.equal('function function\n');
  });
});
