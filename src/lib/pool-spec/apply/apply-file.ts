import type { Change } from '../../changes/change.js';
import type { Directory } from '../../directory.js';
import { listed } from '../../text/listed.js';
import { comparePool, type PoolFileInput, readDeclaredPool } from '../compare-file.js';
import type { Comparison } from '../diff/diff-specs.js';
import { nameOf } from '../source/load-pool-file.js';

export interface PlannedApply {
  readonly directory: Directory;
  /** None if the user pool does not differ from the file. */
  readonly changes: readonly Change[];
  /** What of the file or of the user pool is left as it is: a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Plans the changes after which the user pool does not differ from a file. The file is read first, so that nothing is sent
 * if it is invalid or refers to values that are not known.
 *
 * @param warn gets what is strange in the file or cannot be read, in a sentence each
 * @throws AdminError those of `readDeclaredPool`, `comparePool` and `planApply`; INVALID_POOL_FILE for references that
 *   nothing has resolved
 */
export async function applyFile(
  open: () => Promise<Directory>,
  input: PoolFileInput,
  warn: (text: string) => void,
): Promise<PlannedApply> {
  const name = nameOf(input.source);
  const { spec, unresolved, places } = await readDeclaredPool(input, warn);
  const [{ IGNORED }, { refuseUnresolved }, { planApply }] = await Promise.all([
    import('../diff/diff-specs.js'),
    import('../source/unresolved.js'),
    import('./plan-apply.js'),
  ]);
  const ignored: readonly unknown[] = IGNORED;
  refuseUnresolved(
    name,
    unresolved.filter(({ path: [first] }) => !ignored.includes(first)),
  );
  const directory = await open();
  const compared = await comparePool(directory, { spec, unresolved: [], places }, warn);
  const changes = await planApply(directory, { name, spec }, compared);
  return { directory, changes, notes: notesOn(compared.comparison) };
}

function notesOn({ ignored, otherClients }: Comparison): string[] {
  const words = { groups: 'groups', identityProviders: 'identity providers' } as const;
  return [
    ...(ignored.length === 0
      ? []
      : [`Not created: the ${ignored.map((key) => words[key]).join(' and ')} of the file.`]),
    ...(otherClients.length === 0 ? [] : [`App clients that are not in the file stay: ${listed(otherClients)}.`]),
  ];
}
