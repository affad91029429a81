import { expect } from 'chai';

import Help from '../../src/commands/help.js';
import { TOPIC_TEXTS } from '../../src/lib/cli/help/topic-texts.js';
import { ERROR_CODES } from '../../src/lib/errors.js';
import { ownPlace } from '../helpers/place.js';
import { commandRunner } from '../helpers/run-command.js';

describe('help', () => {
  const run = commandRunner(ownPlace());

  it('lists every help topic after the commands', async () => {
    const { stdout, exitCode } = await run(Help);
    const listed = stdout.slice(stdout.indexOf('HELP TOPICS'));
    expect([...listed.matchAll(/^ {2}([a-z-]+) {2}/gm)].map(([, name]) => name)).to.deep.equal(
      Object.keys(TOPIC_TEXTS),
    );
    expect([exitCode, stdout.includes('COMMANDS')]).to.deep.equal([0, true]);
  });

  it('shows a topic: exit-codes has every error code', async () => {
    const { stdout, stderr, exitCode } = await run(Help, ['exit-codes']);
    expect({ stderr, exitCode }).to.deep.equal({ stderr: '', exitCode: 0 });
    const codes = [...stdout.matchAll(/^code +(\w+)$/gm)].map(([, code]) => code);
    expect(codes.sort()).to.deep.equal(Object.keys(ERROR_CODES).sort());
  });

  it('shows a command, with a heading in bold on a terminal only for topics', async () => {
    expect((await run(Help, ['users', 'disable'])).stdout).to.match(/^Prevent .*\n\nUSAGE\n/);
    const { stdout } = await run(Help, ['csv', '--no-pager'], { tty: true, color: true });
    expect(stdout.startsWith('\u001b[1mThe rows that --from')).to.equal(true);
  });

  it('suggests a topic', async () => {
    expect(await run(Help, ['exit-code'])).to.deep.include({
      stdout: '',
      stderr:
        'error: unknown command or help topic "exit-code"\n' +
        '  Did you mean sf-admin help exit-codes? All topics and commands: sf-admin help\n',
      exitCode: 2,
    });
  });
});
