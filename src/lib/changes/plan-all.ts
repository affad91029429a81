import { defined } from '../model/defined.js';
import { AdminError } from '../errors.js';
import type { Change } from './change.js';

/**
 * Plans a change for each of several targets, each once however often it is named. Where one cannot be planned (no
 * such user, another tenant's), none is carried out.
 *
 * @throws AdminError the one problem; or, where several targets have one, an error that names each
 */
export async function planAll(
  names: readonly string[],
  plan: (name: string) => Promise<Change>,
): Promise<Change[]> {
  const changes = new Map<string, Change>();
  const problems: AdminError[] = [];
  for (const name of new Set(names)) {
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
  const isAlone = new Set(names).size === 1;
  throw isAlone ? first : together(problems, first);
}

/** Credentials, the service and an interrupt fail for every target alike: the first says it all. */
export function isFatal({ exitCode }: AdminError): boolean {
  return FATAL.has(exitCode);
}

const FATAL = new Set<number>([6, 7, 130]);

function together(problems: readonly AdminError[], first: AdminError): AdminError {
  if (problems.length === 1) {
    return new AdminError(first.code, first.message, {
      cause: first,
      hint: ['None of the others was touched.', ...(first.hint === undefined ? [] : [first.hint])].join('\n'),
      ...defined({ requestId: first.requestId }),
    });
  }
  return new AdminError(
    first.code,
    `${problems.length} of the targets cannot be changed, so none was touched`,
    {
      cause: first,
      hint: problems.map(({ message }) => message).join('\n'),
    },
  );
}
