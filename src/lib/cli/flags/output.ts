import { Flags, type Interfaces } from '@oclif/core';

import { AdminError } from '../../errors.js';
import { parseQuery, type Query } from '../../output/selection/query.js';
import { parseTemplate, type Template } from '../../output/selection/template.js';
import { flagGroup } from './flag-group.js';

/** Flags of every command: how the result is shown. */
export const outputFlags = flagGroup('OUTPUT', {
  output: Flags.option({
    char: 'o',
    options: ['table', 'json', 'ndjson', 'csv'] as const,
    default: 'table',
    summary: 'Output format.',
  })(),
  json: Flags.boolean({ summary: 'Same as -o json.' }),
  quiet: Flags.boolean({ char: 'q', summary: 'Print only identifiers, one per line.' }),
  query: Flags.custom<Query>({
    summary: 'JMESPath expression to select from the JSON of the result; -o ndjson applies it to each row.',
    helpValue: 'EXPRESSION',
    exclusive: ['quiet', 'template'],
    parse: (text) => parseQuery(text, '--query'),
  })(),
  template: Flags.custom<Template>({
    summary: "Text to print for each row, such as '{{email}}\\t{{tenantId}}': JMESPath expressions in double braces.",
    helpValue: 'TEXT',
    exclusive: ['quiet', 'json'],
    parse: parseTemplate,
  })(),
  'no-header': Flags.boolean({ summary: 'Omit the header of a table or CSV.' }),
  'raw-csv': Flags.boolean({ summary: 'Do not escape CSV cells that a spreadsheet would run as a formula.' }),
  'no-color': Flags.boolean({ summary: 'Disable color, like NO_COLOR.' }),
  debug: Flags.boolean({ summary: 'Show the stack trace of an error.' }),
});

/** Picks the columns of a list. */
export const columnsFlag = flagGroup('OUTPUT', {
  columns: Flags.string({ summary: 'Columns to show, as a comma-separated list of JSON names.' }),
});

/** Repeats a list or a status: see `watchRounds`. */
export const watchFlag = flagGroup('OUTPUT', {
  watch: Flags.integer({
    summary: 'Show the result again every so many seconds, until Ctrl-C.',
    min: 1,
    max: 86_400,
    helpValue: 'SECONDS',
  }),
});

/** Picks the columns of rows, and sorts them. */
export const rowsFlags = {
  ...columnsFlag,
  ...flagGroup('OUTPUT', {
    sort: Flags.string({
      summary: 'Sort by this column, named as in JSON. All rows are read before the first is shown.',
      helpValue: 'COLUMN',
    }),
    desc: Flags.boolean({ summary: 'Sort in descending order.', dependsOn: ['sort'] }),
  }),
};

/** Flags of every list. */
export const listFlags = { ...rowsFlags, ...watchFlag };

export type OutputFlags = Interfaces.InferredFlags<typeof outputFlags> & {
  columns?: string | undefined;
  sort?: string | undefined;
  desc?: boolean;
  limit?: number | undefined;
};

/**
 * Checks that the format has JSON to select from.
 *
 * @param isGiven whether `--output` was given
 * @throws AdminError USAGE
 */
export function checkSelection(
  { query, template, output }: Pick<OutputFlags, 'query' | 'template'> & { readonly output?: string },
  isGiven: boolean,
): void {
  if (!isGiven || output === undefined) return;
  const flag = query === undefined ? '--template' : '--query';
  const fitting = query === undefined ? [] : ['json', 'ndjson'];
  if ((query === undefined && template === undefined) || fitting.includes(output)) return;
  throw new AdminError('USAGE', `${flag} cannot be used with -o ${output}`, {
    hint: query === undefined ? 'Omit -o: the template is the format.' : 'Omit -o: --query selects from JSON.',
  });
}
