import { readFile } from 'node:fs/promises';

import Ajv from 'ajv';
import { expect } from 'chai';

import Apply from '../../src/commands/apply.js';
import ShowPlan from '../../src/commands/show-plan.js';
import { sandboxHistory } from '../../src/lib/history/history-stores.js';
import { movedFields } from '../../src/lib/model/field-change.js';
import type { PlanDocument } from '../../src/lib/plans/plan-document.js';
import { COMMAND_OPERATIONS } from '../../src/lib/permissions/command-operations.js';
import { ownPlace } from '../helpers/place.js';
import { readHistory } from '../helpers/read-history.js';
import { type CommandClass, commandRunner } from '../helpers/run-command.js';
import { LINES, prepareForLines } from './command-lines.js';
import { everyCommand } from './every-command.js';

/** Flags that belong to the person who applies the plan, and their values. */
const OWN = ['--yes', '--dry-run', '--secret-command', 'cat > /dev/null'];

/** The plan of a restore is the backup itself, and that of offboarding a tenant its archive. */
const WITHOUT_PLAN = ['pool restore', 'tenant offboard'];
/**
 * They write to the table of a history, which is not part of the user pool. The second has --check in place of a dry
 * run.
 */
const [MIGRATE, INIT] = ['history migrate', 'history init'];

/** Every password that the sandbox or a test knows, and what generated secrets look like. */
const SECRET = /Sandbox-Demo|passphrase|secret1sandbox/;

describe('every command that changes something', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('saves its plan, which is applied as it is and recorded with who made it', async () => {
    await prepareForLines(place());
    const commands = new Map(await everyCommand());
    const withFlag = (flag: string) =>
      [...commands].filter(([, { flags }]) => Object.hasOwn(Object(flags) as object, flag)).map(([name]) => name);
    const planning = withFlag('plan-out');
    const schema = new URL('../../schemas/plan.json', import.meta.url);
    const validate = new Ajv().compile(JSON.parse(await readFile(schema, 'utf8')) as object);
    const results: unknown[] = [];
    for (const [index, [name, argv]] of LINES.entries()) {
      const Command = commands.get(name);
      if (Command === undefined || !planning.includes(name)) continue;
      // One that would write a file beside its input.
      const isDry = argv.includes('--dry-run');
      const file = place().path(`${index}.plan`);
      const further = name === 'users sessions' ? ['--revoke-all'] : [];
      const planned = [...argv.filter((word) => !OWN.includes(word)), ...further, '--plan-out', file];
      const own = argv.filter((word) => OWN.slice(2).includes(word));
      const bytes = await place().bytes();
      const saved = await run(Command as unknown as CommandClass, planned);
      const text = saved.exitCode === 0 ? await readFile(file, 'utf8') : '{"plans":[]}';
      const isUntouched = bytes === (await place().bytes());
      const { id, plans } = JSON.parse(text) as PlanDocument;
      const isValid = validate(JSON.parse(text));
      const shown = await run(ShowPlan, [file, '-o', 'json']);
      const applied = await run(Apply, [file, isDry ? '--dry-run' : '--yes', ...own, '-o', 'json']);
      const { records } = await readHistory(sandboxHistory(place().dataFolder));
      const recorded = records.filter(({ plan }) => plan?.id === id).length;
      const changes = plans.filter(({ fields }) => movedFields(fields).length > 0).length;
      const exits = [saved, shown, applied].map(({ exitCode }) => exitCode);
      if (
        exits.some((code) => code !== 0) ||
        recorded !== (isDry ? 0 : changes) ||
        !isUntouched ||
        !isValid ||
        SECRET.test(text)
      ) {
        results.push([name, exits, { recorded, changes, isUntouched, isValid }, saved.stderr, applied.stderr]);
      }
    }
    const without = withFlag('dry-run').filter((name) => !planning.includes(name));
    // It carries out a plan that there is already.
    expect({ results, without }).to.deep.equal({ results: [], without: ['apply', MIGRATE, ...WITHOUT_PLAN] });
  });

  it('is one that sends anything but a question to AWS, and takes --plan-out', async () => {
    const commands = new Map(await everyCommand());
    const asks = (operation: string) => /^(\w+:)?(Admin)?(Get|List|Describe|Lookup|Filter|Simulate)/.test(operation);
    const writing = Object.entries(COMMAND_OPERATIONS).filter(([, operations]) => !operations.every(asks));
    const without = writing.filter(([name]) => !Object.hasOwn(commands.get(name)?.flags ?? {}, 'plan-out'));
    expect([without.map(([name]) => name), writing.length > 30]).to.deep.equal([[INIT, ...WITHOUT_PLAN], true]);
  });
});
