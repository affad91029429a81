import { expect } from 'chai';

import { ownPlace } from '../helpers/place.js';
import { LINES, prepareForLines } from './command-lines.js';
import { everyCommand } from './every-command.js';
import { runInProcess } from './run-in-process.js';

const [ANA, BEN] = ['ana.silva@tenant-one.example', 'ben.carter@tenant-one.example'];

/** The value of JSON. A report has the time at which it was made, which differs; a review has an ID of its own too. */
function timeless(json: string): unknown {
  return JSON.parse(json, (key, value: unknown) => {
    const isReview = typeof value === 'object' && value !== null && 'madeAt' in value;
    if (isReview) return { ...value, id: null, madeAt: null };
    return ['at', 'since'].includes(key) ? null : value;
  });
}

describe('--query and --template', () => {
  const place = ownPlace();
  const run = (...argv: string[]) => runInProcess(argv, { place: place() });

  it('are flags of every command, and refuse a wrong expression before anything is done', async () => {
    await prepareForLines(place());
    const before = await place().bytes();
    const others = [
      ['users open', [ANA]],
      ['sandbox serve', ['--port', '0']],
      ['mcp', []],
      ['history migrate', []],
      ['approve', ['review.csv']],
      ...['exchange', 'inspect', 'login', 'refresh', 'revoke'].map((verb) => [`tokens ${verb}`, []]),
    ];
    const lines = new Map([...LINES, ...(others as unknown as typeof LINES)]);
    for (const [name] of (await everyCommand()).filter(([one]) => one !== 'help')) {
      const words = [...name.split(' '), ...lines.get(name)!];
      for (const [flag, text, reason] of [
        ['--query', '[0', '--query is not a valid JMESPath expression: unexpected end at column 3'],
        ['--template', '{{a b}}', '{{a b}} is not a valid JMESPath expression: unexpected "b" at column 3'],
      ] as const) {
        const { code, stderr, stdout } = await run(...words.filter((word) => !/^-o$|^json$/.test(word)), flag, text);
        expect({ name, code, stdout, error: stderr.split('\n')[0] }).to.deep.equal({
          ...{ name, code: 2, stdout: '' },
          error: `error: ${reason}`,
        });
      }
    }
    expect(await place().bytes()).to.equal(before);
  });

  it('select from what -o json prints, for every command that only reads', async () => {
    await prepareForLines(place());
    const commands = new Map(await everyCommand());
    const volatile = /^(sandbox|context (add|use|remove)|users export|pool backup|history checkpoint)/;
    const reading = LINES.filter(([name]) => !('dry-run' in { ...commands.get(name)!.flags }) && !volatile.test(name));
    for (const [name, argv] of reading) {
      const words = [...name.split(' '), ...argv];
      const plain = await run(...words, '-o', 'json');
      const selected = await run(...words, '-o', 'json', '--query', '@');
      expect([name, timeless(selected.stdout), selected.code]).to.deep.equal([
        name,
        timeless(plain.stdout),
        plain.code,
      ]);
    }
  });

  it('of a change select from its outcomes, and a template has a line for each', async () => {
    const query = await run('users', 'disable', BEN, ANA, '--yes', '--query', 'outcomes[].[target.label, changed][]');
    expect(query).to.deep.include({ stdout: `${BEN}\ntrue\n${ANA}\ntrue\n`, code: 0 });
    const template = await run(
      'users',
      'enable',
      BEN,
      ANA,
      '--yes',
      '--template',
      '{{target.label}} {{changed}} {{context}}',
    );
    expect(template).to.deep.include({ stdout: `${BEN} true sandbox\n${ANA} true sandbox\n`, code: 0 });
  });

  it('apply to each row with -o ndjson', async () => {
    const { stdout } = await run('users', 'list', '--limit', '2', '--query', '[email, enabled]', '-o', 'ndjson');
    expect(stdout).to.equal(`["${ANA}",true]\n["${BEN}",true]\n`);
  });

  it('see only the columns that were picked', async () => {
    const argv = ['users', 'list', '--limit', '1', '--columns', 'email', '--query', 'keys([0])'];
    expect((await run(...argv)).stdout).to.equal('email\n');
  });

  it('never show a secret that the JSON does not show', async () => {
    const { secret } = Object.values((await place().pool()).clients)[0]!;
    const { stdout } = await run('client', 'describe', '--query', 'clientSecret');
    expect(stdout).not.to.include(secret);
  });

  it('that fail after a change say that it was made, and that a generated password is lost', async () => {
    const disable = await run('users', 'disable', BEN, '--yes', '--query', 'length(outcomes[0].changed)');
    expect(disable).to.deep.include({ code: 2, stdout: '' });
    expect(disable.stderr).to.include('Changes that the command made are not reverted: sf-admin history list');
    const reset = [
      'users',
      'reset-password',
      ANA,
      '--permanent',
      '--generate-password',
      '--yes',
      '--query',
      'abs(outcomes)',
    ];
    expect((await run(...reset)).stderr).to.include(`the password of ${ANA} was set but could not be shown`);
  });

  for (const [argv, message] of [
    [['--query', '@', '-q'], '--quiet cannot also be provided when using --query'],
    [['--query', '@', '-o', 'csv'], '--query cannot be used with -o csv'],
    [['--query', '@', '-o', 'table'], '--query cannot be used with -o table'],
    [['--template', 'x', '-o', 'csv'], '--template cannot be used with -o csv'],
    [['--template', 'x', '-q'], '--quiet cannot also be provided when using --template'],
    [['--template', 'x', '--query', '@'], '--template cannot also be provided when using --query'],
  ] as const) {
    it(`refuse ${argv.join(' ')}`, async () => {
      const { code, stderr, stdout } = await run('users', 'list', ...argv);
      expect({ code, stdout, message: stderr.split('\n')[0] }).to.deep.equal({
        code: 2,
        stdout: '',
        message: `error: ${message}`,
      });
    });
  }
});
