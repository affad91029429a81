import { rm } from 'node:fs/promises';

import { type ParsedWord, travellingWords } from './travelling-words.js';
import type { Plan } from '../../changes/change.js';
import { placeJson, statementPlace } from '../../changes/place.js';
import { strictConventions, summaryOf } from '../../changes/plan-summary.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { defined } from '../../model/defined.js';
import { operator } from '../../history/history.js';
import { PLAN_LIFETIME, type PlannedCommand, type SavedPlan, savedPlan } from '../../plans/plan-document.js';
import { readUserCost, type UserCost, usersChangedBy } from '../../plans/user-cost.js';
import { shellWord } from '../../text/quoted.js';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A command with `--plan-out`, which plans as a dry run does and saves the plan. */
export interface PlanOut {
  readonly file: string;
  /** What the plan says of the command. A command adds what it has read from files. */
  readonly command: Writable<PlannedCommand>;
  readonly reason: string | null;
  /** Whether there is a person to ask for the passphrase of a key. */
  readonly mayAsk: boolean;
  /** Where the command acts, once it is open. */
  directory: Directory | undefined;
  isSaved: boolean;
}

/**
 * What `--plan-out` makes of a command line.
 *
 * @param id the command, its words joined by colons
 * @throws AdminError USAGE, FILE_EXISTS, FILE_UNWRITABLE
 */
export async function planOutOf(
  { file, reason, mayAsk }: Pick<PlanOut, 'file' | 'mayAsk'> & { readonly reason: string | undefined },
  { id, words, isBoolean }: { id: string; words: readonly ParsedWord[]; isBoolean: (flag: string) => boolean },
): Promise<PlanOut> {
  const { assertPlanFile } = await import('../../plans/write-plan.js');
  await assertPlanFile(file);
  const command = { name: id.replaceAll(':', ' '), ...travellingWords(words, isBoolean) };
  return { file, command, reason: reason ?? null, mayAsk, directory: undefined, isSaved: false };
}

/** Replaces the value of a flag that would mean something else when the plan is applied, such as `4h` from now. */
export function fixFlag({ command }: PlanOut, flag: string, value: string): void {
  command.flags = command.flags.map((word) => (word.startsWith(`--${flag}=`) ? `--${flag}=${value}` : word));
}

/** The error for a command line that plans nothing, such as one that only lists. */
export function noPlanSaved(id: string): AdminError {
  return new AdminError('USAGE', 'no plan was saved, because this command line changes nothing', {
    hint: `Leave out --plan-out, or say what to change: sf-admin ${id.replaceAll(':', ' ')} --help`,
  });
}

/**
 * Saves plans that no guard has refused, and says where.
 *
 * @throws AdminError those of `saveRows`
 */
export async function savePlans(
  planOut: PlanOut,
  directory: Directory,
  { plans, note }: { plans: readonly Plan[]; note: (text: string) => void },
): Promise<void> {
  const { needsApproval } = await summaryOf(directory, plans);
  const cost = usersChangedBy(plans) === 0 ? undefined : await readUserCost(directory, undefined);
  await saveRows(planOut, directory, {
    plans: plans.map(savedPlan),
    note,
    needsApproval: needsApproval.first !== undefined,
    cost,
  });
}

interface Saving {
  readonly plans: AsyncIterable<SavedPlan> | Iterable<SavedPlan>;
  readonly note: (text: string) => void;
  /** Whether a second person has to approve them, where that is demanded. Then the plan is signed by the one who made it. */
  readonly needsApproval: boolean;
  readonly cost: UserCost | undefined;
}

/**
 * The same for the plans of rows.
 *
 * @throws AdminError those of `writePlan`; SIGNATURE_REFUSED, SIGNING_FAILED, and then no plan is left
 */
export async function saveRows(
  planOut: PlanOut,
  directory: Directory,
  { plans, note, needsApproval, cost }: Saving,
): Promise<void> {
  const [{ ulid }, { writePlan }] = await Promise.all([import('ulid'), import('../../plans/write-plan.js')]);
  const { file, command, reason } = planOut;
  const sign = needsApproval ? await plannerSigning(planOut, directory) : undefined;
  // Not of a plan that takes access away: see `addPlanFor`.
  const conventions = needsApproval ? await strictConventions(directory) : directory.conventions;
  const now = Date.now();
  const head = {
    plan: 1,
    id: ulid(now),
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + PLAN_LIFETIME).toISOString(),
    createdBy: await operator(directory),
    reason,
    context: placeJson(planOut.directory ?? directory),
    command,
    ...defined({ cost }),
    privileged: {
      roles: conventions.roles.filter((role) => role.privileged).map(({ name }) => name),
      groups: conventions.privilegedGroups ?? [],
    },
  } as const;
  const sha256 = await writePlan(file, head, plans);
  const signer = await sign?.(sha256);
  planOut.isSaved = true;
  const word = shellWord(file);
  if (signer === undefined) {
    note(`Saved plan ${head.id}. Until ${head.expiresAt} it can be applied: sf-admin apply ${word}`);
    return;
  }
  note(`Saved plan ${head.id}, signed as ${signer}. Another signer has to approve it: sf-admin approve ${word}`);
  note(`Then, until ${head.expiresAt}, it can be applied: sf-admin apply ${word}`);
}

/**
 * Where an approval is demanded, a function that signs the plan once it is written, by its SHA-256, and returns who has signed.
 *
 * @throws AdminError those of `signerAt`
 */
async function plannerSigning(
  { file, mayAsk }: PlanOut,
  directory: Directory,
): Promise<((sha256: string) => Promise<string>) | undefined> {
  const { approvals } = await directory.approvalRules();
  if (approvals === 0) return undefined;
  const [{ signFile }, { signerAt }] = await Promise.all([
    import('../../approvals/sign-file.js'),
    import('../approvals/signer.js'),
  ]);
  const by = await signerAt(directory, { keyFile: undefined, mayAsk });
  return async (sha256) => {
    const about = { role: 'plan', sha256, ...statementPlace(directory) } as const;
    try {
      await signFile(file, about, by, { mayAsk, now: new Date() });
    } catch (error) {
      // It could not be applied, and its name would be taken.
      await rm(file, { force: true });
      throw error;
    }
    return by.person;
  };
}
