import { writeOut } from '../../output/streams.js';
import type { Difference } from '../../pool-spec/diff/diff-specs.js';
import { differenceList } from '../../pool-spec/diff/diff-view.js';
import { rowsFlags } from '../flags/output.js';
import { listOutput, markdownOutputFlag, reportFormat, type ReportFlags } from '../flags/report-format.js';
import type { Invocation } from '../invocation.js';
import { isSentence, showList } from '../show.js';

/** Flags of a list of differences. */
export const differenceFlags = { ...rowsFlags, ...markdownOutputFlag };

/** The format of differences. @throws AdminError USAGE for --columns or --sort with Markdown */
export function differenceFormat(flags: ReportFlags): 'markdown' | 'list' {
  return reportFormat(flags, ['markdown']);
}

/** Writes differences in the format asked for. A table is not written without any: a note says how many there are. */
export async function showDifferences(
  differences: readonly Difference[],
  { flags, streams }: Pick<Invocation, 'streams'> & { readonly flags: ReportFlags },
): Promise<void> {
  if (differenceFormat(flags) === 'markdown') {
    const { differencesMarkdown } = await import('../../pool-spec/diff/diff-markdown.js');
    return writeOut(streams, differencesMarkdown(differences));
  }
  const list = listOutput(flags);
  if (differences.length > 0 || !isSentence(list))
    await showList(differences, differenceList, { flags: list, streams });
}
