import type { CommandEntry, CompletionTable } from '../../../../src/lib/cli/completion/table.js';

const ENTRIES: Readonly<Record<string, CommandEntry>> = {
  help: {
    args: [{ name: 'command', multiple: true }],
    flags: { 'no-pager': { summary: 'Do not use a pager.', takesValue: false } },
  },
  'users:list': {
    args: [],
    flags: {
      context: { summary: 'Context to use.', takesValue: true, char: 'c', helpValue: 'NAME' },
      tenant: { summary: 'Only users of this tenant.', takesValue: true, helpValue: 'ID' },
      enabled: { summary: 'Only enabled users.', takesValue: false, exclusive: ['disabled'] },
      disabled: { summary: 'Only disabled users.', takesValue: false },
      output: { summary: 'Output format.', takesValue: true, char: 'o', options: ['table', 'json'] },
      quiet: { summary: 'Print only identifiers.', takesValue: false, char: 'q' },
    },
  },
  'users:disable': {
    args: [{ name: 'user', multiple: true }],
    flags: {
      from: { summary: 'Read the users from a file.', takesValue: true, helpValue: 'FILE' },
      'add-role': { summary: 'Add a role.', takesValue: true, multiple: true, helpValue: 'ROLE' },
    },
  },
  'users:import:list': { args: [], flags: {} },
  'context:add': { args: [{ name: 'name' }], flags: {} },
  'context:remove': { args: [{ name: 'name' }], flags: {} },
  'context:use': { args: [{ name: 'name' }], flags: {} },
  'iam:policy': { args: [], flags: { command: { summary: 'Command.', takesValue: true, helpValue: 'COMMAND' } } },
};

/** The tables of a few commands. */
export const EXAMPLE_TABLE: CompletionTable = {
  topics: { users: 'People in the user pool', 'users:import': 'Import jobs', context: 'Contexts', iam: 'Permissions' },
  commands: Object.fromEntries(Object.keys(ENTRIES).map((id) => [id, `Summary of ${id}.`])),
  helpTopics: { 'exit-codes': 'What each exit status means' },
  entry: (id) => ENTRIES[id]!,
};
