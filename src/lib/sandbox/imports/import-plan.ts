import { importLines, importValues } from './import-file.js';
import type { ImportPlanState } from '../state/state.js';

/** The most rows that Cognito takes in one file, the header not counted. Source: the developer guide. */
const MOST_ROWS = 500_000;

/**
 * Looks a file through before anything is imported from it. `header` is what GetCSVHeader answers: every column of it
 * must be there, in any order, and no other. Answers the plan, or why the job fails; the guide says that it does where
 * the file cannot be parsed, and in what words no document says.
 */
export async function importPlan(
  content: AsyncIterable<Uint8Array>,
  header: readonly string[],
): Promise<ImportPlanState | string> {
  let plan: ImportPlanState | undefined;
  let rows = 0;
  for await (const { line, text, problem, next } of importLines(content)) {
    if (problem === 'not UTF-8') return `The CSV file is not UTF-8 at line ${line}.`;
    if (plan === undefined) {
      if (text?.startsWith('\uFEFF') === true) return `${MISMATCH}: it starts with a byte order mark.`;
      const columns = text === undefined ? [] : importValues(text);
      if (!isSameSet(columns, header)) return headerProblem(columns, header);
      plan = { columns, rows, next };
    } else if (text === undefined || !isBlank(text)) rows += 1;
    if (rows > MOST_ROWS) return `The CSV file has more than ${MOST_ROWS} rows.`;
  }
  return plan === undefined ? 'The CSV file is empty.' : { ...plan, rows };
}

const MISMATCH = 'The header of the CSV file does not match the user pool';

/** Lines without anything on them, as at the end of many files, are no rows. */
export function isBlank(text: string): boolean {
  return text.trim() === '';
}

function isSameSet(columns: readonly string[], header: readonly string[]): boolean {
  return columns.length === header.length && header.every((name) => columns.includes(name));
}

function headerProblem(columns: readonly string[], header: readonly string[]): string {
  const missing = header.filter((name) => !columns.includes(name));
  if (missing.length > 0) return `${MISMATCH}: ${missing.join(', ')} missing.`;
  return `${MISMATCH}: it has ${columns.length} columns where there are ${header.length}.`;
}
