import { carryOutChanges, reportNotes } from '../carry-out-and-report.js';
import type { ChangeFlags } from '../flags/change.js';
import type { Invocation } from '../invocation.js';
import type { FormatFlags } from '../show.js';
import { outputsFormat, writeOutputs } from './write-outputs.js';
import { outcomeJson, outcomeText } from '../../changes/change-view.js';
import { placeJson } from '../../changes/place.js';
import { writeText } from '../../output/notes.js';
import { visible } from '../../output/sanitise.js';
import { writeOut } from '../../output/streams.js';
import type { PlannedCreation } from '../../pool-spec/create/create-pool.js';
import { environmentLines, outputsOf } from '../../pool-spec/outputs.js';

interface CreateInvocation extends Pick<
  Invocation,
  'streams' | 'prompter' | 'note' | 'warn' | 'onWrite' | 'exitWith' | 'planOut' | 'applies'
> {
  readonly flags: Pick<ChangeFlags, 'dry-run' | 'yes' | 'confirm' | 'reason'> &
    FormatFlags & { readonly quiet: boolean; readonly 'show-secrets': boolean };
}

/**
 * Carries out the creation of a pool, and prints the outputs of the pool: as JSON and YAML beside what was done, otherwise
 * alone, with what was done on stderr.
 *
 * @throws AdminError if the creation fails; those of `carryOut`
 */
export async function createPoolAndReport(
  invocation: CreateInvocation,
  { directory, change, made }: PlannedCreation,
): Promise<void> {
  const { flags, streams, note, exitWith } = invocation;
  const [outcome] = await carryOutChanges(invocation, directory, { changes: [change] });
  if (outcome === undefined) return;
  const { error } = outcome;
  // What exists after a failure has an ID; its secrets and domain may be incomplete.
  if (error !== undefined && outcome.steps === undefined) throw error;
  const { live } = made;
  const outputs =
    live === undefined || error !== undefined ? null : outputsOf(live, { showSecrets: flags['show-secrets'] });
  const isDocument = ['json', 'yaml'].includes(outputsFormat(invocation));
  if (flags.quiet) {
    if (!outcome.dryRun) await writeOut(streams, `${visible(outcome.plan.target.id)}\n`);
  } else if (isDocument) {
    const place = placeJson(made.directory ?? directory);
    await writeOutputs({ context: place, outcomes: [outcomeJson(outcome)], outputs }, '', invocation);
  } else if (outcome.dryRun) await writeText(streams, outcomeText(outcome));
  else {
    note(outcomeText(outcome));
    if (outputs !== null && live !== undefined)
      await writeOutputs(outputs, environmentLines(outputs, live), invocation);
  }
  // The error is thrown below, or is in the document.
  const { error: _, ...done } = outcome;
  reportNotes([done], invocation, made.directory ?? directory);
  if (error !== undefined && isDocument) exitWith(error.exitCode);
  else if (error !== undefined) throw error;
}
