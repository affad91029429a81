import { AdminError } from '../../errors.js';
import type { ListView } from '../../output/view.js';
import { counted } from '../../text/counted.js';

/** The result of one check of the machine and its access. The keys are part of the JSON output. */
export interface Diagnostic {
  /** A constant for scripts. */
  readonly id: string;
  /** What was looked at. */
  readonly check: string;
  /** `problem` keeps commands from working; `unknown` could not be looked at. */
  readonly status: 'ok' | 'warning' | 'problem' | 'unknown';
  readonly found: string;
  /** What to do, in one or more lines; null if there is nothing to do. */
  readonly fix: string | null;
}

/** A result without what was looked at. */
export type Result = Omit<Diagnostic, 'id' | 'check'>;

export const ok = (found: string): Result => ({ status: 'ok', found, fix: null });
export const warning = (found: string, fix: string): Result => ({ status: 'warning', found, fix });
export const problem = (found: string, fix: string | null): Result => ({ status: 'problem', found, fix });
export const unknown = (found: string, fix: string | null = null): Result => ({ status: 'unknown', found, fix });

/**
 * The result of a check, which stands by itself: an error that an administrator can fix is a problem that it has found.
 *
 * @throws AdminError CANCELLED; any unexpected error
 */
export async function diagnostic(id: string, check: string, look: () => Result | Promise<Result>): Promise<Diagnostic> {
  try {
    return { id, check, ...(await look()) };
  } catch (error) {
    if (!(error instanceof AdminError) || error.code === 'CANCELLED') throw error;
    return { id, check, ...problem(error.message, error.hint ?? null) };
  }
}

/** The number of results of each kind, as a sentence. */
export function diagnosticsSummary(diagnostics: readonly Diagnostic[]): string {
  const count = (wanted: Diagnostic['status']) => diagnostics.filter(({ status }) => status === wanted).length;
  const [good, warnings, problems, unclear] = [count('ok'), count('warning'), count('problem'), count('unknown')];
  return `${counted(diagnostics.length, 'check')}: ${good} ok, ${warnings} warning, ${problems} problem, ${unclear} unknown.`;
}

/** Results as rows; for a person each in full. */
export const diagnosticList: ListView<Diagnostic> = {
  columns: [
    { key: 'id', header: 'ID', value: ({ id }) => id },
    { key: 'check', header: 'check', value: ({ check }) => check },
    { key: 'status', header: 'status', value: ({ status }) => status },
    { key: 'found', header: 'found', value: ({ found }) => found },
    { key: 'fix', header: 'fix', value: ({ fix }) => fix },
  ],
  tableColumns: ['status', 'check', 'found'],
  fields: ({ check, status, found, fix }) => [
    { section: `${status}: ${check}` },
    { label: 'found', value: found },
    ...(fix?.split('\n') ?? []).map((line, index) => ({ label: index === 0 ? 'fix' : '', value: line })),
  ],
  id: ({ id }) => id,
  json: (one) => one,
};
