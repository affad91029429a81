import { expect } from 'chai';

import { ownPlace } from '../helpers/place.js';
import { requireBuild, startBin } from '../helpers/run-bin.js';
import { itInTerminal, Terminal } from '../helpers/terminal.js';
import { LINES, prepareForLines } from './command-lines.js';
import { everyCommand } from './every-command.js';

describe('--watch', () => {
  before(requireBuild);
  const place = ownPlace();

  it('is a flag of every list and status, and of nothing that exits with 9 or changes something only', async () => {
    const commands = await everyCommand();
    const isCheck = (description = '') => description.includes('exit status is 9');
    // Who is stale takes a request or two for each user, and changes from day to day.
    const isSlow = (name: string) => name === 'users stale';
    const watchable = commands.filter(
      ([name, { flags, description }]) =>
        / (list|status)$/.test(name) || ('sort' in { ...flags } && !isCheck(description) && !isSlow(name)),
    );
    expect(commands.filter(([, { flags }]) => 'watch' in { ...flags }).map(([name]) => name)).to.deep.equal(
      watchable.map(([name]) => name),
    );
  });

  it('repeats every command that has it, until a signal ends it at once', async () => {
    await prepareForLines(place());
    const commands = new Map(await everyCommand());
    const watchable = LINES.filter(([name]) => 'watch' in { ...commands.get(name)!.flags });
    const codes = await Promise.all(
      watchable.map(async ([name, argv]) => {
        const running = startBin([...name.split(' '), ...argv, '--watch', '1', '-o', 'json'], { place: place() });
        await running.waitFor('stderr', /every 1 s\n[^]*every 1 s\n/);
        running.child.kill('SIGINT');
        const { code, stdout } = await running.ended;
        return [name, code, /^[[{]/.test(stdout)];
      }),
    );
    expect(codes).to.deep.equal(watchable.map(([name]) => [name, 130, true]));
    expect(watchable.length).to.be.at.least(9);
  });

  it('shows a change that another command made', async () => {
    const argv = ['users', 'list', '--disabled', '--query', '[].email', '--watch', '1'];
    const running = startBin(argv, { place: place() });
    await running.waitFor('stderr', /every 1 s\n[^]*every 1 s\n/);
    await place().call('AdminDisableUser', { Username: '5af10000-0000-4000-8000-000000000001' });
    await running.waitFor('stdout', /^ana\.silva@/m);
    running.child.kill('SIGTERM');
    expect((await running.ended).code).to.equal(143);
  });

  itInTerminal('leaves the last state on the screen after an interrupt', async () => {
    const terminal = await Terminal.start(['users', 'list', '--limit', '2', '--watch', '1'], { place: place() });
    try {
      await terminal.waitFor(/every 1 s[^]*2 users scanned/);
      await terminal.signal('SIGINT');
      expect(await terminal.exitCode()).to.equal(130);
      const screen = await terminal.waitFor(/\[exit/);
      expect(screen.match(/every 1 s/g)).to.have.length(1);
      expect(screen).to.match(/ana\.silva@[^]*ben\.carter@[^]*2 users scanned/);
    } finally {
      await terminal.close();
    }
  });
});
