import { Flags } from '@oclif/core';

import { AdminError } from '../../errors.js';
import type { OutputFormat } from '../../output/view.js';
import { flagGroup } from './flag-group.js';
import type { OutputFlags } from './output.js';

/** The output flags of a command whose `-o` also has formats of a whole report, in which columns cannot be picked. */
export type ReportFlags = Omit<OutputFlags, 'output'> & { readonly output: string };

/** `-o` of a command whose result can also be a table in Markdown, for a ticket or a pull request. */
export const markdownOutputFlag = flagGroup('OUTPUT', {
  output: Flags.option({
    char: 'o',
    options: ['table', 'json', 'ndjson', 'csv', 'markdown'] as const,
    default: 'table',
    summary: 'Output format.',
  })(),
});

/** The formats of every list. */
const LIST_FORMATS: readonly OutputFormat[] = ['table', 'json', 'ndjson', 'csv'];

/**
 * Which of the formats of a report `-o` names; `list` for those that every list has.
 *
 * @throws AdminError USAGE for --columns or --sort with a report
 */
export function reportFormat<Format extends string>(
  { output, json, quiet, columns, sort }: ReportFlags,
  formats: readonly Format[],
): Format | 'list' {
  const format = formats.find((one) => one === output);
  if (format === undefined || json || quiet) return 'list';
  if (columns === undefined && sort === undefined) return format;
  const flag = columns === undefined ? '--sort' : '--columns';
  throw new AdminError('USAGE', `${flag} cannot be used with -o ${format}`, {
    hint: `Omit it, or use -o table, json, ndjson or csv.`,
  });
}

/** The flags for a list, if `-o` does not name a report. */
export function listOutput<Flags extends ReportFlags>(flags: Flags): Omit<Flags, 'output'> & OutputFlags {
  return { ...flags, output: LIST_FORMATS.find((format) => format === flags.output) ?? 'table' };
}
