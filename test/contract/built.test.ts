import { readdir, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';

import { expect } from 'chai';
import pLimit from 'p-limit';

import { whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { requireBuild, runBin, startBin } from '../helpers/run-bin.js';
import { itInTerminal, Terminal } from '../helpers/terminal.js';
import { LINES } from './command-lines.js';
import { everyCommand } from './every-command.js';

const ROOT = new URL('../../', import.meta.url);

/** A bundle can fail although its sources work: a module that is loaded late may come in another form. */
describe('the built program', () => {
  before(requireBuild);
  const place = ownPlace();

  it('never takes the working folder for an empty home', async () => {
    const env = { HOME: '', XDG_CONFIG_HOME: '', SF_ADMIN_CONFIG_DIR: '' };
    const { stdout } = await runBin(['doctor', '-o', 'csv', '--columns', 'id,found'], { place: place(), env });
    expect(stdout).to.match(/^CONFIG,"?(there is no )?\/.*sf-admin\/config\.yaml/m);
  });

  it('is tested with every command that ends by itself', async () => {
    const names = (await everyCommand()).map(([name]) => name);
    const tried = new Set(LINES.map(([name]) => name));
    expect(names.filter((name) => !tried.has(name))).to.deep.equal([
      // The first needs signers, the third the table of a team.
      ...['approve', 'help', 'history migrate', 'mcp', 'sandbox serve'],
      // They need a token on stdin, or a browser: tokens.test.ts, login.test.ts.
      ...['tokens exchange', 'tokens inspect', 'tokens login', 'tokens refresh', 'tokens revoke'],
      'users open',
    ]);
  });

  /** For every command: launcher.test.ts. */
  it('has help without a command, for topics, and for commands', async () => {
    const lines = [
      [],
      ['help', 'users', 'create'],
      ...['users', 'version', 'users list', 'users import start'].map(withHelp),
    ];
    const helps = await pLimit(4).map(lines, (argv) => runBin(argv, { place: place() }));
    expect(
      helps.map(({ code, stderr, stdout }) => ({ code, stderr, hasUsage: stdout.includes('USAGE\n') })),
    ).to.deep.equal(helps.map(() => ({ code: 0, stderr: '', hasUsage: true })));
  });

  itInTerminal('prompts for a new user in a terminal: text, lists, an optional value', async () => {
    const terminal = await Terminal.start(['users', 'create'], { place: place() });
    try {
      await terminal.waitFor(/Email/);
      await terminal.type('nina@tenant-one.example', 'Enter');
      await terminal.waitFor(/Another tenant/);
      await terminal.type('Enter');
      await terminal.waitFor(/itsm_admin \(privileged\)/);
      await terminal.type('Space', 'Enter');
      await terminal.waitFor(/Department/);
      await terminal.type('Enter');
      const code = await terminal.exitCode();
      expect({
        code,
        role: (await place().user('nina@tenant-one.example'))?.attributes['custom:role'],
      }).to.deep.equal({ code: 0, role: 'itsm_agent' });
    } finally {
      await terminal.close();
    }
  });

  it('publishes the signing key when it serves the sandbox', async () => {
    const server = startBin(['sandbox', 'serve', '--port', '0', '-q'], { place: place() });
    const url = await server.waitFor('stdout', /http:\/\/\S+/);
    const keys = await fetch(`${url}/us-east-1_Sandbox01/.well-known/jwks.json`);
    const answer = (await keys.json()) as { keys: object[] };
    server.child.kill('SIGINT');
    await server.ended;
    expect({ status: keys.status, count: answer.keys.length }).to.deep.equal({ status: 200, count: 1 });
  });

  it('needs no credentials for a sandbox that is served over HTTP', async () => {
    const { code } = await whileServed(place(), (url) =>
      runBin(['users', 'list', '--endpoint-url', url], { place: place() }),
    );
    expect(code).to.equal(0);
  });

  it('contains the licences of its dependencies', async () => {
    const notices = await readFile(new URL('dist/THIRD-PARTY-NOTICES.txt', ROOT), 'utf8');
    const names = await importedPackages();
    expect(names).to.include.members(['@oclif/core', 'zod']);
    expect(names.filter((name) => !notices.includes(`\n${name} `))).to.deep.equal([]);
  });
});

function withHelp(words: string): string[] {
  return [...words.split(' '), '--help'];
}

/** The packages that the sources import, except for types. */
async function importedPackages(): Promise<string[]> {
  const files = (await readdir(new URL('src/', ROOT), { recursive: true })).filter((name) => name.endsWith('.ts'));
  const texts = await Promise.all(files.map((file) => readFile(new URL(`src/${file}`, ROOT), 'utf8')));
  const statements = texts.flatMap((text) => [...text.matchAll(/^import (?!type )[^;]*? from '([^.'][^']*)'/gms)]);
  const names = statements.map(([, specifier = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '');
  return [...new Set(names)].filter((name) => !isBuiltin(name));
}
