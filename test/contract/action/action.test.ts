import { cp, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';
import { parse } from 'yaml';

import { ownPlace } from '../../helpers/place.js';
import { BIN, binEnvironment, requireBuild, startProcess } from '../../helpers/run-bin.js';
import { executable } from '../examples/script-runner.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

interface Action {
  inputs: Record<string, { default: string; description: string }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: { id: string; shell: string; run: string; env: Record<string, string> }[] };
}

/** The outputs of a step, from the file in which it sets them. */
function outputsIn(text: string): Record<string, string> {
  const found = [...text.matchAll(/^(.+)<<(.+)\n([^]*?)\n\2$/gm)];
  return Object.fromEntries(found.map(([, name = '', , value = '']): [string, string] => [name, value]));
}

describe('the GitHub Action', () => {
  before(requireBuild);
  const place = ownPlace();
  let action: Action;
  before(async () => {
    action = parse(await readFile(`${ROOT}/action.yml`, 'utf8')) as Action;
  });

  /** Runs the step as the runner does: the inputs in its environment, the text of the script as it is. */
  async function step(inputs: Readonly<Record<string, string>> = {}, actionPath = ROOT) {
    const [{ run, env }] = action.runs.steps as [Action['runs']['steps'][number]];
    const program = place().path('sf admin');
    await executable(program, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
    const values = Object.fromEntries(
      Object.entries(env).map(([name, expression]) => {
        const input = /^\$\{\{ inputs\.(\S+) \}\}$/.exec(expression)?.[1] ?? '';
        return [name, inputs[input] ?? action.inputs[input]!.default];
      }),
    );
    const files = { GITHUB_OUTPUT: place().path('output'), GITHUB_STEP_SUMMARY: place().path('summary') };
    for (const file of Object.values(files)) await writeFile(file, '');
    const INPUT_COMMAND = inputs.command ?? program;
    const { stdout, code } = await startProcess('bash', ['-e', '-o', 'pipefail', '-c', run], {
      ...binEnvironment(place(), { ...values, ...files, INPUT_COMMAND, GITHUB_ACTION_PATH: actionPath }),
    }).ended;
    return {
      code,
      commands: stdout.split('\n').filter((line) => /^::(error|warning|notice)/.test(line)),
      stdout,
      outputs: outputsIn(await readFile(files.GITHUB_OUTPUT, 'utf8')),
      summary: await readFile(files.GITHUB_STEP_SUMMARY, 'utf8'),
    };
  }

  it('has no input in the text of a script, and hands each of them over', () => {
    const { steps } = action.runs;
    expect(steps.filter(({ run, shell }) => run.includes('${{') || shell !== 'bash')).to.deep.equal([]);
    const handed = steps.flatMap(({ env }) => Object.values(env)).sort();
    expect(handed).to.deep.equal(
      Object.keys(action.inputs)
        .map((name) => `\${{ inputs.${name} }}`)
        .sort(),
    );
  });

  it('is documented with every input and output', async () => {
    const docs = await readFile(`${ROOT}/docs/ci.md`, 'utf8');
    const rows = [...docs.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(rows.sort()).to.deep.equal([...Object.keys(action.inputs), ...Object.keys(action.outputs)].sort());
  });

  it('passes without findings, and lists what cannot be checked in the summary only', async () => {
    const { code, commands, outputs, summary } = await step();
    expect({ code, commands, outputs, rows: summary.match(/<td>notCheckable<\/td>/g)?.length }).to.deep.equal({
      code: 0,
      commands: [],
      outputs: { findings: '0', 'exit-status': '0', 'sarif-file': '' },
      rows: 3,
    });
  });

  it('runs from its own files in a repository whose modules are CommonJS', async () => {
    await cp(`${ROOT}/scripts/action`, place().path('vendor/scripts/action'), { recursive: true });
    await writeFile(place().path('package.json'), '{ "type": "commonjs" }');
    expect(await step({}, place().path('vendor'))).to.deep.include({ code: 0, commands: [] });
  });

  it('annotates findings, writes the report, and exits like the check', async () => {
    const report = place().path('reports.sarif');
    const inputs = { arguments: '--baseline\nhardened\n', 'sarif-file': report, file: 'pool.yaml' };
    const { code, commands, outputs } = await step(inputs);
    expect(commands.map((line) => line.split(' ')[0])).to.deep.equal(['::warning', '::error', '::warning']);
    expect(commands[1]).to.match(/^::error file=pool\.yaml,title=VERIFY_BEFORE_UPDATE \(high\)%3A user pool /);
    expect([code, outputs]).to.deep.equal([9, { findings: '3', 'exit-status': '9', 'sarif-file': report }]);
    expect(JSON.parse(await readFile(report, 'utf8'))).to.have.property('version', '2.1.0');
    expect((await step({ ...inputs, 'fail-on-findings': 'false' })).code).to.equal(0);
    expect((await step({ ...inputs, severity: 'critical' })).commands.map((line) => line.split(' ')[0])).to.deep.equal([
      ...['::notice', '::notice', '::notice'],
    ]);
  });

  it('annotates the findings if the report cannot be written, and says so', async () => {
    const { code, commands, outputs } = await step({
      arguments: '--baseline\nhardened\n',
      'sarif-file': place().path('missing/pool.sarif'),
    });
    expect([code, commands.length, outputs['sarif-file']]).to.deep.equal([1, 4, '']);
    expect(commands[3]).to.match(/^::error::the SARIF report cannot be written to .*pool\.sarif: ENOENT$/);
  });

  for (const argument of ['--help', '-q']) {
    it(`says so if ${argument} leaves no report to read`, async () => {
      const { code, commands } = await step({ arguments: argument });
      expect([code, commands]).to.deep.equal([
        2,
        ['::error::pool check printed no SARIF report. Remove --help, -q and -o from arguments.'],
      ]);
    });
  }

  it('accepts commands again after a program whose last line has no end', async () => {
    const program = place().path('unfinished');
    await executable(program, '#!/bin/sh\nprintf unfinished >&2\nexit 1\n');
    const { stdout } = await step({ command: program });
    expect(stdout).to.match(/^::stop-commands::(\S+)\nunfinished\n::\1::\n::error::/);
  });

  it('runs no input', async () => {
    const hostile = '$(touch ran); `touch ran`; "; touch ran; #';
    for (const name of ['check', 'context', 'severity', 'arguments', 'sarif-file', 'file', 'command']) {
      await step({ [name]: name === 'sarif-file' ? place().path(hostile) : hostile });
      const made = await readFile(`${ROOT}/ran`, 'utf8').catch(() => 'nothing');
      expect(made, name).to.equal('nothing');
    }
  });

  it('gives no command to the runner in what sf-admin says', async () => {
    const { code, stdout, commands, outputs } = await step({ context: 'x\n::error::forged' });
    const [, token = ''] = /^::stop-commands::(\S+)$/m.exec(stdout) ?? [];
    expect(stdout.indexOf(`::${token}::`)).to.be.above(stdout.lastIndexOf('error: '));
    expect([code, commands, outputs['exit-status']]).to.deep.equal([
      2,
      ['::error::pool check could not be run: exit status 2. The log says why.'],
      '2',
    ]);
  });

  it('says so if the check is unknown, or sf-admin is not installed', async () => {
    const unknown = await step({ check: 'users delete' });
    const missing = await step({ command: 'no-such-program' });
    expect([unknown.code, unknown.commands, missing.code]).to.deep.equal([
      2,
      ['::error::check is one of: pool check, client check, users check'],
      127,
    ]);
    expect(missing.stdout).to.include('no-such-program cannot be started: ENOENT. Install it in an earlier step.');
  });
});
