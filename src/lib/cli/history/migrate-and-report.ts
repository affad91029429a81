import { Flags, type Interfaces } from '@oclif/core';

import { connectionFlags } from '../flags/connection.js';
import { flagGroup } from '../flags/flag-group.js';
import type { OutputFlags } from '../flags/output.js';
import type { Invocation } from '../invocation.js';
import { showDone } from '../show.js';
import { confirmStep } from './confirm-step.js';
import { assertWritable } from '../../cognito/client/assert-writable.js';
import { commandLine } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { historyFile, tablePlace } from '../../history/history-stores.js';
import { type Migration, migrateFile } from '../../history/migrate/migrate-file.js';
import { startProgress } from '../../output/progress.js';
import { counted } from '../../text/counted.js';

/** Flags of `history migrate`. */
export const migrateFlags = {
  ...connectionFlags,
  ...flagGroup('CHANGE', {
    'dry-run': Flags.boolean({ summary: 'Count what would be taken over without writing anything.' }),
    yes: Flags.boolean({ char: 'y', summary: 'Skip the confirmation prompt.' }),
    'no-input': Flags.boolean({ summary: 'Never prompt; fail if something is missing.' }),
  }),
};

type MigrateInvocation = Invocation<OutputFlags & Interfaces.InferredFlags<typeof migrateFlags>>;

/**
 * Takes the history file of this machine over into the table of the team, and reports what the table has.
 *
 * @throws AdminError USAGE if the context names no table; READ_ONLY; WRONG_ACCOUNT; CONFIRMATION_REQUIRED; CANCELLED;
 *   those of `migrateFile`
 */
export async function migrateAndReport(cli: MigrateInvocation): Promise<void> {
  const { flags, streams } = cli;
  const dryRun = flags['dry-run'];
  const directory = dryRun ? await cli.open() : await cli.openForChange();
  const { context, endpoint, table, dataFolder } = directory;
  if (table === undefined) {
    throw new AdminError('USAGE', `context ${context.name} names no table`, {
      hint: 'Add it to the contexts file, and make it: team: {table: sf-admin-history}; sf-admin history init --create',
    });
  }
  if (!dryRun) assertWritable(endpoint, 'history migrate');
  const file = historyFile(dataFolder, endpoint);
  let total = 0;
  let done = 0;
  let end = (): void => undefined;
  const result = await migrateFile(file, tablePlace(dataFolder, table, endpoint), {
    dryRun,
    confirm: async (lines) => {
      await directory.cognito.assertAccount();
      await confirmStep(cli, directory, {
        what: `take ${counted(lines, 'line')} of the history over into table ${table.name}`,
        preview: '--dry-run',
      });
      cli.onWrite();
      total = lines;
      if (!flags.quiet) end = startProgress(() => `Taking over: line ${done}, ${total} to write`, streams);
    },
    onProgress: (lines) => {
      done = lines;
      if (!endpoint.interrupt.aborted) return;
      throw new AdminError('CANCELLED', `cancelled after line ${lines}`, {
        hint: `What was taken over stays. To continue: ${commandLine(directory, 'history migrate')}`,
      });
    },
  }).finally(() => {
    end();
  });
  await showDone({ sentence: migrationText(result), id: table.name, json: result }, cli);
  if (!dryRun && !flags.quiet && result.lines > 0) {
    cli.note(`The file is kept: ${file}`);
  }
}

function migrationText({ file, table, lines, records, inTable, written, dryRun }: Migration): string {
  if (lines === 0) return `There is no history in ${file}: nothing to take over.`;
  const all = `${counted(lines, 'line')} of ${counted(records, 'record')}`;
  if (dryRun) return `Would take over ${lines - inTable} of ${all} into table ${table}; it has the other ${inTable}.`;
  if (written === 0) return `Table ${table} already has all ${all}: unchanged.`;
  return `Took over ${written} of ${all} into table ${table}, which has all of them now. Both are intact.`;
}
