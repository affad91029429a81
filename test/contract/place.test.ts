import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import PoolCreate from '../../src/commands/pool/create.js';
import UsersDisable from '../../src/commands/users/disable.js';
import { SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../helpers/live-context.js';
import { outcomesIn } from '../helpers/outcomes.js';
import { ownPlace } from '../helpers/place.js';
import { type CommandClass, commandRunner } from '../helpers/run-command.js';
import { LINES, prepareForLines } from './command-lines.js';
import { everyCommand } from './every-command.js';

const BEN = 'ben.carter@tenant-one.example';
const SANDBOX = `Context sandbox: user pool ${SANDBOX_POOL_ID} (embedded), account 000000000000`;

/**
 * The first changes something with a flag only; the second has formats of its own; the third needs a table, which the
 * sandbox does not have; the others have a row for each user.
 */
const OTHERS: readonly string[] = [
  ...['users sessions', 'pool create', 'history migrate'],
  ...['pool restore', 'tenant offboard', 'tenant sync'],
];

describe('every command that changes something', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('says first where it acts, in one line on stderr, and names the context in its JSON and its rows', async () => {
    await prepareForLines(place());
    const commands = new Map(await everyCommand());
    const changes = LINES.filter(([name]) => 'dry-run' in { ...commands.get(name)?.flags } && !OTHERS.includes(name));
    const all = [...commands].filter(([, { flags }]) => 'dry-run' in { ...flags }).map(([name]) => name);
    expect(all.filter((name) => !OTHERS.includes(name) && !changes.some(([one]) => one === name))).to.deep.equal([]);
    for (const [name, argv] of [
      ...changes,
      ['users sessions', ['tara.iyer@tenant-three.example', '--revoke-all']] as const,
    ]) {
      const Class = commands.get(name) as unknown as CommandClass;
      const format = (of: string) => run(Class, [...argv, '--dry-run', '-o', of], { withPlace: true });
      const [table, json, ndjson, csv] = [
        await format('table'),
        await format('json'),
        await format('ndjson'),
        await format('csv'),
      ];
      const [header, row] = csv.stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','));
      const place = argv.includes('--tenant') ? `${SANDBOX}, tenant tenant_001` : SANDBOX;
      expect(
        {
          said: [table, json, ndjson, csv].map(({ stderr }) =>
            stderr.split('\n').filter((line) => line.includes('user pool')),
          ),
          first: [table, json, ndjson, csv].map(({ stderr }) => stderr.split('\n')[0]),
          context: (JSON.parse(json.stdout) as { context: { name: string } }).context.name,
          outcomes: outcomesIn(json.stdout).length,
          ndjson: (JSON.parse(ndjson.stdout) as { context: string }).context,
          csv: row?.[header!.indexOf('context')],
        },
        name,
      ).to.deep.equal({
        said: Array.from({ length: 4 }, () => [place]),
        first: Array.from({ length: 4 }, () => place),
        context: 'sandbox',
        outcomes: 1,
        ndjson: 'sandbox',
        csv: 'sandbox',
      });
    }
  });

  it('says that a user pool is new, and in which account and region', async () => {
    const path = place().path('pool.yaml');
    await writeFile(path, 'poolSpec: 1\nname: staging\nusernameCaseSensitive: false\n');
    const format = (of: string) => run(PoolCreate, [path, '--dry-run', '-o', of], { withPlace: true });
    const [env, json, yaml] = [await format('env'), await format('json'), await format('yaml')];
    const said = 'Context sandbox: a new user pool (embedded), account 000000000000, region us-east-1';
    expect([env, json, yaml].map(({ stderr }) => stderr.split('\n'))).to.deep.equal(
      Array.from({ length: 3 }, () => [said, 'Dry run: nothing is written.', '']),
    );
    const document = JSON.parse(json.stdout) as { context: object; outcomes: unknown[]; outputs: unknown };
    expect(document.context).to.deep.include({ name: 'sandbox', poolId: null, region: 'us-east-1' });
    expect([document.outcomes.length, document.outputs]).to.deep.equal([1, null]);
    expect(yaml.stdout).to.match(/^context:\n {2}name: sandbox\n {2}poolId: null\n/);
  });

  it('marks a protected user pool, in colour on a terminal', () =>
    whileServed(place(), async (url) => {
      await writeLiveContext(place(), url, 'protected: true');
      const options = { withPlace: true, env: ANY_CREDENTIALS };
      const text = `context live: user pool ${SANDBOX_POOL_ID}, endpoint ${url}`;
      const plain = await run(UsersDisable, [BEN, '--dry-run'], options);
      const colored = await run(UsersDisable, [BEN, '--dry-run'], { ...options, tty: true, color: true });
      expect([plain, colored].map(({ stderr }) => stderr.split('\n')[0])).to.deep.equal([
        `PROTECTED ${text}`,
        `\u001b[33mPROTECTED\u001b[39m ${text}`,
      ]);
    }));
});
