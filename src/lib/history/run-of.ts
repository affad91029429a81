import { AdminError } from '../errors.js';
import { matchesId } from './matches-id.js';
import type { ChangeRecord } from './record.js';

/**
 * The ID of the run that some records are of, by that ID or by a start or an end of it that belongs to no other run.
 *
 * @throws AdminError RUN_NOT_FOUND; USAGE where several runs match
 */
export function findRunId(records: readonly ChangeRecord[], asked: string): string {
  const runs = new Set(records.flatMap(({ run }) => run?.id ?? []));
  const [found, ...others] = [...runs].filter((id) => matchesId(id, asked));
  if (found === undefined) {
    throw new AdminError('RUN_NOT_FOUND', `no change of a run ${asked} in the history of this context`, {
      hint:
        'See which run a change is of: sf-admin history list --columns id,operation,label,run. ' +
        'Each context has a history of its own: --context NAME',
    });
  }
  if (others.length === 0) return found;
  throw new AdminError('USAGE', `${others.length + 1} runs have an ID like ${asked}`, {
    hint: `Give more of it: ${[found, ...others].slice(0, 5).join(', ')}`,
  });
}
