import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import type { CommandClass } from '../../helpers/run-command.js';
import { loadBaseline, SHIPPED_BASELINES } from '../../../src/lib/checks/baselines/load-baselines.js';
import { checkPool, poolCheckRules } from '../../../src/lib/checks/pools/check-pool.js';
import { DEFAULT_CONVENTIONS } from '../../../src/lib/config/default-conventions.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { mockCognito } from '../cognito/cognito-mock.js';
import { CASES } from './cases.js';
import { answerAs } from './world-answers.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const source = { root, stdin: process.stdin as never, warn: () => undefined };
const conventions = { ...DEFAULT_CONVENTIONS, callbackHosts: ['app.example.com'] };

/** Rules whose fix no command makes, since Cognito or sf-admin has none. */
const WITHOUT_COMMAND = [
  'EMAIL_SIGN_IN',
  'CASE_INSENSITIVE',
  'CUSTOM_ATTRIBUTE_MISSING',
  'CUSTOM_ATTRIBUTE_IMMUTABLE',
  'COMPROMISED_CREDENTIALS',
  'PUBLIC_CLIENT_SECRET',
  'CUSTOM_ATTRIBUTE_MAPPED',
  'UNMODELLED_SETTING',
];

describe('the commands that findings name', () => {
  describe('are there', () => {
    const mock = mockCognito();
    const baselines = Promise.all(SHIPPED_BASELINES.map((name) => loadBaseline(name, source)));

    for (const [rule, { fails }] of Object.entries(CASES)) {
      const has = !WITHOUT_COMMAND.includes(rule);
      it(`${has ? 'for' : 'not for'} ${rule}`, async () => {
        answerAs(mock, fails);
        const rules = new Set(poolCheckRules(await baselines).map(({ rule: id }) => id));
        const directory = openTestDirectory({ context: { protected: true, conventions } });
        const { findings } = await checkPool(directory, await baselines, rules);
        const found = findings.filter((finding) => finding.rule === rule);
        for (const { command } of found) COMMANDS.add(command ?? '');
        expect(found.map(({ command }) => command !== null)).to.deep.equal(found.map(() => has));
      });
    }
  });

  describe('can be run', () => {
    const place = ownPlace();
    const run = commandRunner(place);

    it('with --dry-run on the sandbox, as a shell reads them', async () => {
      COMMANDS.delete('');
      expect(COMMANDS.size).to.be.greaterThan(20);
      for (const text of COMMANDS) {
        const [program, topic = '', verb = '', ...argv] = shellWords(text);
        expect(program).to.equal('sf-admin');
        const { default: Class } = (await import(`../../../src/commands/${topic}/${verb}.js`)) as {
          default: CommandClass;
        };
        const { exitCode, stderr } = await run(Class, [...argv, '--dry-run']);
        // The sandbox is in another state than the pool of the finding, which may refuse the change (3, 4), but not the words.
        expect([0, 3, 4], `${text}\n${stderr}`).to.include(exitCode);
      }
    }).timeout(60_000);
  });
});

const COMMANDS = new Set<string>();

/** The words of a command line, as sh splits it. */
function shellWords(text: string): string[] {
  const script = `for word in ${text}; do printf '%s\\0' "$word"; done`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}
