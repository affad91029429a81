import type { Outcome } from '../../changes/outcome.js';
import { type Acting, placeText } from '../../changes/place.js';
import { movedFields } from '../../model/field-change.js';
import { markdownText } from '../../output/markup/markdown.js';
import { fieldText } from '../../text/field-text.js';

const HEADER = '| On | Setting | Before | After | Status |\n|---|---|---|---|---|\n';

/**
 * What was changed, or in a dry run would be, in GitHub-flavoured Markdown: where, a table with a row for each setting, and
 * below it what the reader has to know. Names and values cannot break out of their cells.
 *
 * @param result.file the name of the file
 * @param result.notes what of the file or of the user pool is left as it is: a sentence each
 */
export function applyMarkdown(
  directory: Acting,
  { file, outcomes, notes }: { file: string; outcomes: readonly Outcome[]; notes: readonly string[] },
): string {
  const place = placeText(directory);
  const marked = directory.context.protected ? `PROTECTED ${place}` : place.charAt(0).toUpperCase() + place.slice(1);
  const table =
    outcomes.length === 0
      ? `${markdownText(`The user pool does not differ from ${file}.`)}\n`
      : HEADER + outcomes.map(rows).join('');
  const effects = outcomes.flatMap(({ dryRun, plan }) => (dryRun ? [plan.disruption, plan.irreversible] : []));
  const sentences = [...new Set([...effects, ...notes])].flatMap((text) => text ?? []);
  const list = sentences.map((text) => `- ${markdownText(text)}\n`).join('');
  return `${markdownText(marked)}\n\n${table}${list === '' ? '' : `\n${list}`}`;
}

function rows(outcome: Outcome): string {
  const { target, fields } = outcome.plan;
  const subject = `${target.kind === 'client' ? 'app client' : 'user pool'} ${target.label}`;
  return movedFields(fields)
    .map(({ field, before, after }) => {
      const cells = [subject, field, fieldText(before), fieldText(after), statusText(outcome)];
      return `| ${cells.map(markdownText).join(' | ')} |\n`;
    })
    .join('');
}

function statusText({ dryRun, changed, error }: Outcome): string {
  if (error !== undefined) return error.message;
  if (dryRun) return 'planned';
  return changed ? 'changed' : 'unchanged';
}
