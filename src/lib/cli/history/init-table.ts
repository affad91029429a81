import type { Interfaces } from '@oclif/core';
import { Flags } from '@oclif/core';

import { connectionFlags } from '../flags/connection.js';
import { flagGroup } from '../flags/flag-group.js';
import { type OutputFlags, outputFlags } from '../flags/output.js';
import type { Invocation } from '../invocation.js';
import { confirmStep } from './confirm-step.js';
import { isSentence, showCard, showList } from '../show.js';
import type { AwsServices } from '../../cognito/services/aws-services.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError, EXIT } from '../../errors.js';
import type { SettingId, TableSetting, TableState } from '../../history/set-up/inspect-table.js';
import { DEFAULT_TABLE } from '../../history/set-up/table-definition.js';
import { visible } from '../../output/sanitise.js';
import { writeOut } from '../../output/streams.js';
import type { ListView } from '../../output/view.js';

/** Flags of `history init`. */
export const initFlags = {
  as: Flags.option({
    options: ['cloudformation', 'terraform'] as const,
    default: 'cloudformation',
    summary: 'Language of the template.',
  })(),
  check: Flags.boolean({
    summary: 'Compare the table that is there; the exit status is 9 if it differs.',
    exclusive: ['as', 'create'],
  }),
  create: Flags.boolean({ summary: 'Make the table, or complete the one that is there.', exclusive: ['as'] }),
  ...connectionFlags,
  ...flagGroup('CHANGE', {
    yes: Flags.boolean({ char: 'y', summary: 'Skip the confirmation prompt.' }),
    'no-input': Flags.boolean({ summary: 'Never prompt; fail if something is missing.' }),
  }),
  ...flagGroup('OUTPUT', {
    output: {
      ...outputFlags.output,
      summary: 'Output format: table is the template in its own language; the others are the same data.',
    },
    quiet: { ...outputFlags.quiet, summary: 'Print only the name of the table.' },
  }),
};

type InitInvocation = Invocation<OutputFlags & Interfaces.InferredFlags<typeof initFlags>>;

/** A setting of the table, and whether this call has written it. The keys are part of the JSON output. */
interface ShownSetting extends TableSetting {
  readonly changed: boolean;
}

/** The settings of a table as rows. */
export const settingList: ListView<ShownSetting> = {
  columns: [
    { key: 'setting', header: 'setting', value: ({ setting }) => setting },
    { key: 'status', header: 'status', value: ({ status }) => status },
    { key: 'found', header: 'found', value: ({ found }) => found },
    { key: 'wanted', header: 'wanted', value: ({ wanted }) => wanted },
    { key: 'changed', header: 'changed', value: ({ changed }) => changed },
  ],
  tableColumns: ['setting', 'status', 'found', 'wanted'],
  id: ({ setting }) => setting,
  json: (setting) => setting,
};

/**
 * Prints the table of a team's history as a template, compares the one that is there, or makes it.
 *
 * @throws AdminError USAGE if the context names no table that could be compared or made; CONFIRMATION_REQUIRED,
 *   CANCELLED, READ_ONLY, WRONG_ACCOUNT; those of `inspectTable` and `createTable`
 */
export async function initTable(cli: InitInvocation): Promise<void> {
  const { flags } = cli;
  if (flags.create) return create(cli);
  const directory = await cli.open();
  if (!flags.check) return printTemplate(cli, directory.context.team?.table ?? DEFAULT_TABLE);
  const { name, services } = await tableOf(directory);
  const { inspectTable } = await import('../../history/set-up/inspect-table.js');
  await report(cli, directory, known(await inspectTable(services, name)));
}

async function printTemplate({ flags, streams }: InitInvocation, name: string): Promise<void> {
  const { cloudFormationTemplate, terraformTemplate, terraformText } =
    await import('../../history/set-up/templates.js');
  const isTerraform = flags.as === 'terraform';
  const document = isTerraform ? terraformTemplate(name) : cloudFormationTemplate(name);
  if (!isSentence(flags)) {
    return showCard(document, { fields: () => [], id: () => name, json: (json) => json }, { flags, streams });
  }
  if (isTerraform) return writeOut(streams, terraformText(document));
  const { yamlText } = await import('../../pool-spec/yaml-text.js');
  await writeOut(streams, yamlText(document));
}

async function create(cli: InitInvocation): Promise<void> {
  const { assertWritable } = await import('../../cognito/client/assert-writable.js');
  const directory = await cli.openForChange();
  const { name, services } = await tableOf(directory);
  assertWritable(directory.endpoint, 'history init');
  const [{ inspectTable }, { createTable }] = await Promise.all([
    import('../../history/set-up/inspect-table.js'),
    import('../../history/set-up/create-table.js'),
  ]);
  const before = known(await inspectTable(services, name));
  if (before.settings.every(({ status }) => status === 'ok')) return report(cli, directory, before);
  await directory.cognito.assertAccount();
  await confirmStep(cli, directory, {
    what: `${before.table === undefined ? 'create' : 'complete'} table ${name}`,
    preview: commandLine(directory, 'history init --check'),
  });
  cli.onWrite();
  const done = await createTable(services, name, { onStep: cli.note });
  await report(cli, directory, done, done.written);
}

/** The state of a table that could be looked at. @throws AdminError that says why it could not */
function known(state: TableState): TableState {
  if (state.refused !== undefined) throw state.refused;
  return state;
}

/** The table that the context names, and the services with which it is looked at. @throws AdminError USAGE */
async function tableOf(directory: Directory): Promise<{ name: string; services: AwsServices }> {
  const { context, endpoint, table } = directory;
  const { awsServices } = await import('../../cognito/services/aws-services.js');
  const services = awsServices(directory);
  if (endpoint.requestHandler !== undefined) {
    throw new AdminError('USAGE', 'the history of the embedded sandbox is always a file', {
      hint: 'Use a context of a user pool in AWS: --context NAME',
    });
  }
  if (table === undefined) {
    throw new AdminError('USAGE', `context ${context.name} names no table`, {
      hint: `Add it to the contexts file: team: {table: ${DEFAULT_TABLE}}`,
    });
  }
  if (services !== undefined) return { name: table.name, services };
  throw new AdminError('USAGE', `the user pool is at ${endpoint.url ?? 'another endpoint'}, not at AWS`, {
    hint: `Make the table with its own tools, from: ${commandLine(directory, 'history init')}`,
  });
}

async function report(
  cli: InitInvocation,
  directory: Directory,
  { settings }: TableState,
  written: ReadonlySet<SettingId> = new Set(),
): Promise<void> {
  const { flags, note } = cli;
  const name = directory.table?.name ?? '';
  const differing = settings.filter(({ status }) => status === 'differs').length;
  const unclear = settings.filter(({ status }) => status === 'unknown').length;
  if (differing > 0) cli.exitWith(EXIT.finding);
  const rows = settings.map((setting) => ({ ...setting, changed: written.has(setting.setting) }));
  if (flags.quiet) return writeOut(cli.streams, `${visible(name)}\n`);
  await showList(rows, settingList, cli);
  const counts = `${settings.length - differing - unclear} ok, ${differing} different, ${unclear} unknown`;
  note(`Table ${name}: ${counts}${flags.create ? `, ${written.size} written` : ''}.`);
  if (differing > 0 && !flags.create) note(`To set them: ${commandLine(directory, 'history init --create')}`);
}
