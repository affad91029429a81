import { stat } from 'node:fs/promises';

import { expect } from 'chai';

import { ownPlace } from '../helpers/place.js';
import { type CommandClass, commandRunner } from '../helpers/run-command.js';
import { LINES } from './command-lines.js';
import { everyCommand } from './every-command.js';

/** They make or remove the sandbox or a context, without a dry run. */
const OTHERS = ['sandbox reset', 'context add', 'context use', 'context remove'];

describe('a command that only reads, and a dry run', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const isThere = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );

  it('does not create the sandbox', async () => {
    const commands = new Map(await everyCommand());
    const lines = LINES.filter(([name]) => !OTHERS.includes(name));
    for (const [name, argv] of lines) {
      const Class = commands.get(name)!;
      await place().removeSandbox();
      await run(Class as unknown as CommandClass, [...argv, ...('dry-run' in { ...Class.flags } ? ['--dry-run'] : [])]);
      expect(await isThere(place().sandbox), name).to.equal(false);
    }
  });
});
