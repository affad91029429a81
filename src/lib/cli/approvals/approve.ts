import { signFile } from '../../approvals/sign-file.js';
import { readSignatures, signatureFile } from '../../approvals/signature-file.js';
import { digestOf, type Statement } from '../../approvals/statement.js';
import { signedAs } from '../../approvals/verify-signatures.js';
import { placeName, statementPlace } from '../../changes/place.js';
import type { Directory } from '../../directory.js';
import { strictConventions } from '../../changes/plan-summary.js';
import { AdminError } from '../../errors.js';
import { renderCard } from '../../output/card.js';
import { visible } from '../../output/sanitise.js';
import { assertNotExpired, assertSamePlace } from '../../plans/assert-applicable.js';
import { planFields, plansText, sumOf } from '../../plans/plan-view.js';
import { type PlanFile, planIn } from '../../plans/read-plan.js';
import { readReviewToSign } from '../../reviews/read-decisions.js';
import { readReviewFile } from '../../reviews/review-file.js';
import { counted } from '../../text/counted.js';
import { shellWord } from '../../text/quoted.js';
import type { OutputFlags } from '../flags/output.js';
import type { Invocation } from '../invocation.js';
import { outputOptions, showDone } from '../show.js';
import { signerAt } from './signer.js';

type ApproveInvocation = Invocation<
  OutputFlags & { readonly key?: string | undefined; readonly yes: boolean; readonly 'no-input': boolean }
>;

/** What is approved: how it reads, and who alone may approve it. */
interface FileToSign {
  readonly what: string;
  readonly text: string;
  /** The only person whose approval counts; `undefined` for any signer. */
  readonly reviewer?: string | null;
}

/** What was signed. The keys are the JSON output. */
export interface GivenApproval extends Pick<Statement, 'sha256' | 'role' | 'person' | 'at'> {
  readonly file: string;
  /** The file with the signatures. */
  readonly signatures: string;
}

/**
 * Shows what is in a file, asks, and signs it.
 *
 * @throws AdminError as `readReviewToSign`, `planIn` and `signFile` do; PLAN_EXPIRED, OTHER_POOL; SIGNATURE_REFUSED if another
 *   person has to sign it; CONFIRMATION_REQUIRED, CANCELLED
 */
export async function approveAndReport(cli: ApproveInvocation, file: string): Promise<void> {
  const { flags, prompter, note } = cli;
  const bytes = await readReviewFile(file);
  const sha256 = digestOf(bytes);
  // No review is JSON, and every plan is.
  const plan = bytes[0] === '{'.charCodeAt(0) ? planIn(file, bytes) : undefined;
  const directory = await cli.open({ isForNewPool: plan?.document.context.poolId === null });
  const { what, text, reviewer } = await (plan === undefined
    ? reviewIn(directory, bytes)
    : planToSign(cli, directory, plan));
  const mayAsk = prompter !== undefined;
  const by = await signerAt(directory, { keyFile: flags.key, mayAsk });
  if (reviewer !== undefined && reviewer !== by.person) {
    throw new AdminError('SIGNATURE_REFUSED', `the reviewer is ${reviewer}, and your key is that of ${by.person}`, {
      hint: 'Nothing was signed. To use another key: --key FILE',
    });
  }
  if (plan !== undefined) await assertPlannedByAnother(directory, plan, by.person);
  note(text);
  await confirm(cli, `sign ${what} as ${by.person} in ${placeName(directory)}`, file);
  const about = { role: 'approve', sha256, ...statementPlace(directory) } as const;
  const { person, role, at } = await signFile(file, about, by, { mayAsk, now: new Date() });
  const json: GivenApproval = { file, sha256, role, person, at, signatures: signatureFile(file) };
  await showDone({ sentence: `Signed ${what} as ${person}: ${json.signatures}`, id: person, json }, cli);
}

async function confirm({ flags, prompter }: ApproveInvocation, what: string, file: string): Promise<void> {
  if (flags.yes) return;
  if (prompter === undefined) {
    throw new AdminError('CONFIRMATION_REQUIRED', `to ${what} needs confirmation, and there is no terminal to ask on`, {
      hint: `Read it first, then: sf-admin approve ${shellWord(file)} --yes`,
    });
  }
  if (await prompter.confirm(visible(`${what.charAt(0).toUpperCase()}${what.slice(1)}?`))) return;
  throw new AdminError('CANCELLED', 'cancelled', { hint: 'Nothing was signed.' });
}

/** @throws AdminError PLAN_EXPIRED, OTHER_POOL; as `strictConventions` does */
async function planToSign(
  { streams, flags }: ApproveInvocation,
  directory: Directory,
  plan: PlanFile,
): Promise<FileToSign> {
  assertNotExpired(plan.document);
  assertSamePlace(directory, plan.document);
  const conventions = await strictConventions(directory);
  const sum = sumOf(plan, { conventions, isProtected: directory.context.protected });
  // For stderr, which wraps it.
  const card = renderCard(planFields(plan, sum), { ...streams, color: false, outIsTTY: false }, outputOptions(flags));
  return { what: `plan ${plan.document.id}`, text: `${card}\n${plansText(sum)}` };
}

/** @throws AdminError SIGNATURE_REFUSED if the one who planned it has not signed it, or is the person */
async function assertPlannedByAnother(directory: Directory, { file, digest }: PlanFile, person: string): Promise<void> {
  const { signers = {} } = await directory.approvalRules();
  const wanted = { sha256: digest, ...statementPlace(directory), signers, now: new Date() };
  const planners = await signedAs('plan', await readSignatures(file), wanted);
  if (planners.some((planner) => planner.person !== person)) return;
  throw new AdminError('SIGNATURE_REFUSED', `${person} planned it, so another person has to approve it`, {
    hint: 'Nothing was signed. Send that person the file and the signatures beside it.',
  });
}

async function reviewIn(directory: Directory, bytes: Uint8Array): Promise<FileToSign> {
  const { id, reviewer, kept, users } = await readReviewToSign(directory, bytes);
  const revoked = users.filter(({ decision }) => decision === 'revoke');
  const lines = users.map(({ label, tenantId, privilegedRoles, privilegedGroups, decision, comment }) => {
    const privileges = [...privilegedRoles, ...privilegedGroups].join(', ');
    const details = [tenantId, privileges === '' ? null : privileges, comment].filter((detail) => detail !== null);
    return visible(`  ${decision}  ${label}${details.length === 0 ? '' : ` (${details.join('; ')})`}`);
  });
  const count = `${counted(users.length, 'user')}, ${revoked.length} to revoke`;
  const text = [`Access review ${id}${kept === undefined ? '' : ` of ${kept.madeAt}`}: ${count}`, ...lines];
  if (kept === undefined) text.push(NOT_COMPARED);
  return { what: `access review ${id}`, text: text.join('\n'), reviewer };
}

const NOT_COMPARED =
  'It was not made on this machine, so nothing but the decisions is checked here. `access apply`, where it was made, refuses it ' +
  'if anything else was altered.';
