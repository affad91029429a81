import { assertPrimary } from '../cognito/client/assert-writable.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError, type ErrorCode } from '../errors.js';
import type { PlanApproval } from '../history/file/entry.js';
import { approvalText } from '../history/record-view.js';
import { visible } from '../output/sanitise.js';
import type { Prompter } from '../prompt/prompter.js';
import { counted } from '../text/counted.js';
import { quoted, shellWord } from '../text/quoted.js';
import type { Plan } from './change.js';
import { placeName, statementPlace } from './place.js';
import { type PlanCount, type PlanSummary, summaryLines, summaryOf } from './plan-summary.js';

/** A file with signatures beside it. */
export interface SignedFile {
  readonly file: string;
  /** SHA-256 of its bytes, in hex: of those that were read, whatever is in the file by now. */
  readonly sha256: string;
}

/** How a change can be confirmed. */
export interface Consent {
  /** `--yes`: confirms without asking. */
  readonly yes: boolean;
  /** `--confirm`: confirms, if it is what the change is about, even what `--yes` does not. */
  readonly confirm?: string | undefined;
  /** Absent if there is no terminal to ask on, or with `--no-input`. */
  readonly prompter: Pick<Prompter, 'confirm' | 'typed'> | undefined;
  /**
   * What the changes are together, such as `pool apply`. All of them are then shown and, if there is a terminal, confirmed
   * by one question, even if none is disruptive. After one that fails, none of the others is started.
   */
  readonly together?: string | undefined;
  /** What has to be typed, or given with `--confirm`, in any user pool: `--yes` is not enough. */
  readonly typed?: string | undefined;
  /** The file that the changes were read from and that people may have signed: a plan, or a review. */
  readonly signed?: SignedFile | undefined;
  /** Why the changes cannot come from a plan that somebody has approved, as a sentence; absent if they can. */
  readonly withoutPlan?: string | undefined;
  /** Shows what the question is about. */
  readonly show: (text: string) => void;
}

/** What the approval of changes depends on. */
type ForApproval = Pick<Consent, 'signed' | 'withoutPlan'>;

/**
 * Asks for confirmation of disruptive changes, and refuses those that need the approval of a second person and do not have
 * it. In a protected user pool one that is irreversible or grants a privileged role is confirmed by typing the target's
 * name, and `--yes` is not enough. One question covers all the changes.
 *
 * @returns the approval of a second person, if the changes need one
 * @throws AdminError CONFIRMATION_REQUIRED if there is no terminal to ask on, CANCELLED if the answer is no; those of
 *   `assertPrimary`, `assertAccount` and `requireApproval`
 */
export async function requireConsent(
  directory: Directory,
  changes: readonly Plan[],
  consent: Consent,
): Promise<PlanApproval | undefined> {
  return requireConsentTo(directory, await summaryOf(directory, changes), consent);
}

/**
 * Like `requireConsent`, for plans that were summed up.
 *
 * @param options.isRun the plans are a run's: their sum is always shown, and if there is a terminal the question is asked
 *   even if none of them is disruptive
 */
export async function requireConsentTo(
  directory: Directory,
  summary: PlanSummary,
  consent: Consent,
  { isRun = false } = {},
): Promise<PlanApproval | undefined> {
  const { all, critical } = summary;
  const { together } = consent;
  const approval = await requireApproval(directory, summary.needsApproval, consent);
  if (all.count > 0) {
    assertPrimary(directory.endpoint);
    await directory.cognito.assertAccount();
  }
  // The answer to such a question holds for the harmless changes too, so the question names all of them.
  const isAlwaysAsked = isRun || together !== undefined;
  const subject = isAlwaysAsked && consent.prompter !== undefined ? all : summary.needsConfirmation;
  const reasons = [...summary.reasons].join('\n');
  const sum = isRun ? summaryLines(summary) : [];
  // The sum comes last, next to the question. Of a run's plans the first few are shown as examples.
  const shown = isRun ? summary.shown.slice(0, EXAMPLES) : summary.shown;
  const more = all.count - shown.length;
  const lister = isRun ? '--dry-run -o ndjson' : '--dry-run';
  const plans = [...shown, more === 0 ? '' : `and ${more} more; to see all: ${lister}`, reasons];
  if (isGiven(consent, summary, isRun) || subject.first === undefined) {
    const text = (isRun ? sum : plans).filter((line) => line !== '').join('\n');
    if (isAlwaysAsked && text !== '') consent.show(text);
    return approval;
  }

  const what = together ?? `${subject.first.operation.replace('.', ' ')} ${nameOf(subject)}`;
  const name = consent.typed ?? confirmationOf(all, isRun);
  const isCritical = critical.first !== undefined || consent.typed !== undefined;
  const { protected: isProtected } = directory.context;
  if (consent.prompter === undefined) {
    const message = `${what} needs confirmation, and there is no terminal to ask on`;
    const how = isCritical
      ? `${isProtected ? 'The user pool is protected, so' : 'It is irreversible, and'} --yes is not enough. ` +
        `To confirm: --confirm ${shellWord(name)}`
      : 'To confirm: --yes';
    const hint = `${reasons}\n${how}\nTo see every change first: --dry-run`;
    throw new AdminError('CONFIRMATION_REQUIRED', message, { hint });
  }
  consent.show([...plans, ...sum].filter((text) => text !== '').join('\n'));
  const number = together === undefined ? '' : ` (${counted(subject.count, 'change')})`;
  const subjectAndPlace = `${what}${number} in ${placeName(directory)}`;
  const isAccepted = isCritical
    ? await consent.prompter.typed(
        visible(`${subjectAndPlace}${isProtected ? ' (protected)' : ''}. Type ${name} to continue:`),
        visible(name),
      )
    : await consent.prompter.confirm(visible(`${subjectAndPlace}. Continue?`));
  if (isAccepted) return approval;
  const reason = isCritical ? `What was typed is not ${name}. ` : '';
  throw new AdminError('CANCELLED', 'cancelled', { hint: `${reason}Nothing was changed.` });
}

/**
 * Refuses changes that need an approval, unless they come from a plan that one person has signed as its author and another one
 * has approved. Where no approval is demanded, nothing is refused.
 *
 * @param needed the changes that need an approval
 * @param consent.signed the plan that they come from; none for a command that plans and changes at once
 * @returns who has planned and approved them; undefined where no approval is demanded
 * @throws AdminError APPROVAL_REQUIRED without a plan; SIGNATURE_REFUSED; those of `Directory.approvalRules`
 */
async function requireApproval(
  directory: Directory,
  needed: PlanCount,
  { signed, withoutPlan }: ForApproval,
): Promise<PlanApproval | undefined> {
  const { count, first } = needed;
  if (first === undefined) return undefined;
  const { approvals, signers } = await directory.approvalRules();
  if (approvals === 0) return undefined;
  if (signed === undefined) {
    const one = `${first.operation.replace('.', ' ')} ${first.target.label} needs`;
    const what = count === 1 ? one : `${counted(count, 'change')} need`;
    throw new AdminError('APPROVAL_REQUIRED', `${what} the approval of a second person`, {
      hint:
        withoutPlan === undefined
          ? 'Nothing was changed. Save the plan, have another signer approve it, and apply it:\n' +
            'the same command with --plan-out FILE\n' +
            `${commandLine(directory, 'approve FILE')}\n${commandLine(directory, 'apply FILE')}`
          : `Nothing was changed. ${withoutPlan}`,
    });
  }
  const [{ plannerAndApprover }, { readSignatures }] = await Promise.all([
    import('../approvals/verify-signatures.js'),
    import('../approvals/signature-file.js'),
  ]);
  const { planner, approver } = await plannerAndApprover(await readSignatures(signed.file), {
    sha256: signed.sha256,
    ...statementPlace(directory),
    signers: signers ?? {},
    now: new Date(),
  });
  return { plannedBy: planner.person, approvedBy: approver.person, approvedAt: approver.at };
}

/**
 * What a dry run says of the approval that its changes need: who gave it, or why it is missing and who may give it.
 *
 * @returns one sentence; undefined where none is needed
 * @throws AdminError those of `Directory.approvalRules`
 */
export async function approvalNote(
  directory: Directory,
  { needsApproval }: Pick<PlanSummary, 'needsApproval'>,
  { signed, withoutPlan }: ForApproval,
): Promise<string | undefined> {
  try {
    const approval = await requireApproval(directory, needsApproval, { signed, withoutPlan });
    return approval && `Approval: ${approvalText(approval)} at ${approval.approvedAt}.`;
  } catch (error) {
    if (!(error instanceof AdminError) || !UNAPPROVED.has(error.code)) throw error;
    const hint = signed === undefined ? (withoutPlan ?? 'Save the plan with --plan-out FILE.') : (error.hint ?? '');
    return `It would be refused now: ${error.message}. ${hint}`;
  }
}

const UNAPPROVED = new Set<ErrorCode>(['APPROVAL_REQUIRED', 'SIGNATURE_REFUSED', 'SIGNING_FAILED']);

/** Plans of a run that its question shows. */
const EXAMPLES = 3;

/**
 * Whether the flags confirm the plans.
 *
 * @throws AdminError CONFIRMATION_REQUIRED if `--confirm` is about something else than what would change
 */
function isGiven({ yes, confirm, typed }: Consent, { all, critical }: PlanSummary, isRun: boolean): boolean {
  if (all.first === undefined) return true;
  if (confirm === undefined) return yes && critical.first === undefined && typed === undefined;
  const expected = typed ?? confirmationOf(all, isRun);
  const { id, sub } = all.first.target;
  const accepted = typed !== undefined || isCounted(all, isRun) ? [expected] : [expected, id, sub];
  if (accepted.includes(confirm)) return true;
  const message = `--confirm ${quoted(confirm)} is not what would change: ${expected}`;
  throw new AdminError('CONFIRMATION_REQUIRED', message, {
    hint: `Nothing was changed. To see every change first: --dry-run. To confirm: --confirm ${shellWord(expected)}`,
  });
}

/** What has to be typed, or given with `--confirm`: the target's name, or the number of rows or targets that would change. */
function confirmationOf(all: PlanCount, isRun: boolean): string {
  return isCounted(all, isRun) ? String(all.count) : (all.first?.target.label ?? '');
}

function isCounted({ count }: PlanCount, isRun: boolean): boolean {
  return isRun || count > 1;
}

function nameOf({ count, first }: PlanCount): string {
  return count === 1 ? (first?.target.label ?? '') : counted(count, first?.target.kind ?? 'target');
}
