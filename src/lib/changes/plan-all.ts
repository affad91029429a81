import { AdminError, EXIT } from '../errors.js';
import type { Change } from './change.js';

/**
 * Plans a change for each of several targets. A target that is named several times is planned once. If one cannot be
 * planned (no such user, another tenant's user), none is returned.
 *
 * @throws AdminError the only problem; or, if several targets have one, an error that lists them
 */
export async function planAll(names: readonly string[], plan: (name: string) => Promise<Change>): Promise<Change[]> {
  const changes = new Map<string, Change>();
  const problems: AdminError[] = [];
  const distinctNames = new Set(names);
  for (const name of distinctNames) {
    try {
      const change = await plan(name);
      changes.set(change.target.id, change);
    } catch (error) {
      if (!(error instanceof AdminError) || isFatal(error)) throw error;
      problems.push(error);
    }
  }
  const [first] = problems;
  if (first === undefined) return [...changes.values()];
  throw distinctNames.size === 1 ? first : combinedError(problems, first);
}

/** Whether an error concerns every target: credentials, the service, an interrupt. */
export function isFatal({ exitCode }: AdminError): boolean {
  return FATAL.has(exitCode);
}

const FATAL = new Set<number>([EXIT.credentials, EXIT.service, EXIT.cancelled]);

function combinedError(problems: readonly AdminError[], first: AdminError): AdminError {
  if (problems.length === 1) {
    const untouched = 'None of the others was changed.';
    const hint = first.hint === undefined ? untouched : `${untouched}\n${first.hint}`;
    return new AdminError(first.code, first.message, { cause: first, hint, requestId: first.requestId });
  }
  const message = `${problems.length} of the targets cannot be changed, so none was`;
  const hint = problems.map((problem) => problem.message).join('\n');
  return new AdminError(first.code, message, { cause: first, hint });
}
