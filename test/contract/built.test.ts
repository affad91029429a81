import { expect } from 'chai';

import { whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { requireBuild, runBin, startBin } from '../helpers/run-bin.js';
import { itInTerminal, Terminal } from '../helpers/terminal.js';
import { LINES, readyForLines } from './command-lines.js';
import { everyCommand } from './every-command.js';

/** What is bundled can fail where its source does not: a module that is loaded late may come in another form. */
describe('what is built', () => {
  before(requireBuild);
  const place = ownPlace();

  it('does what every command line asks of it', async () => {
    await readyForLines(place());
    const failed = [];
    for (const [name, argv] of LINES) {
      const { code, stdout, stderr } = await runBin([...name.split(' '), ...argv], { place: place() });
      if (code !== 0) failed.push({ name, code, stdout, stderr });
    }
    expect(failed).to.deep.equal([]);
  });

  it('has a line here for every command that ends by itself', async () => {
    const names = (await everyCommand()).map(([name]) => name);
    const tried = new Set(LINES.map(([name]) => name));
    expect(names.filter((name) => !tried.has(name))).to.deep.equal(['help', 'sandbox serve']);
  });

  it('has help for every command, and help in whole with no argument at all', async () => {
    const names = (await everyCommand()).map(([name]) => name).filter((name) => name !== 'help');
    const helps = await Promise.all(
      [[], ['help', 'users', 'create'], ...names.map((name) => [...name.split(' '), '--help'])].map((argv) =>
        runBin(argv, { place: place() }),
      ),
    );
    expect(
      helps.map(({ code, stderr, stdout }) => ({ code, stderr, hasUsage: stdout.includes('USAGE\n') })),
    ).to.deep.equal(helps.map(() => ({ code: 0, stderr: '', hasUsage: true })));
  });

  itInTerminal(
    'asks for a new user in a terminal: text, a list to tick, and what may be left out',
    async () => {
      const terminal = await Terminal.start(['users', 'create'], { place: place() });
      try {
        await terminal.shows(/Email/);
        await terminal.type('nina@tenant-one.example', 'Enter');
        await terminal.shows(/Tenant/);
        await terminal.type('tenant_001', 'Enter');
        await terminal.shows(/itsm_admin \(privileged\)/);
        await terminal.type('Space', 'Enter');
        await terminal.shows(/Department/);
        await terminal.type('Enter');
        const code = await terminal.exitCode();
        expect({
          code,
          role: (await place().user('nina@tenant-one.example'))?.attributes['custom:role'],
        }).to.deep.equal({ code: 0, role: 'itsm_agent' });
      } finally {
        await terminal.close();
      }
    },
  );

  it('signs tokens when the sandbox is served', async () => {
    const server = startBin(['sandbox', 'serve', '--port', '0', '-q'], { place: place() });
    const url = await server.says('stdout', /http:\/\/\S+/);
    const keys = await fetch(`${url}/us-east-1_Sandbox01/.well-known/jwks.json`);
    const answer = (await keys.json()) as { keys: object[] };
    server.child.kill('SIGINT');
    await server.ended;
    expect({ status: keys.status, count: answer.keys.length }).to.deep.equal({ status: 200, count: 1 });
  });

  it('needs no credentials for the sandbox, wherever it is served', async () => {
    const { code } = await whileServed(place(), (url) =>
      runBin(['users', 'list', '--endpoint-url', url], { place: place() }),
    );
    expect(code).to.equal(0);
  });
});
