import { digestOf, type SignedStatement } from '../../approvals/statement.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { assertMissing } from '../../files/new-file.js';
import { evidenceDocument, readEvidence, reasonOf } from '../../reports/review/evidence.js';
import type { PlannedCommand } from '../../plans/plan-document.js';
import {
  type DecidedReview,
  readDecisions,
  type ReviewInput,
  reviewersSignature,
} from '../../reviews/read-decisions.js';
import { readReviewFile } from '../../reviews/review-file.js';
import { planRevocations } from '../../reviews/revoke-access.js';
import { counted } from '../../text/counted.js';
import { carryOutAllAndReport, type ChangeInvocation } from '../carry-out-and-report.js';
import { writeReport } from './write-report.js';

type SignedReview = DecidedReview & { readonly signed: SignedStatement | null };

type ApplyInvocation = ChangeInvocation & { readonly flags: { readonly evidence?: string | undefined } };

/**
 * Carries out what a reviewer decided, and writes the evidence. A file for the evidence that exists is refused before anything
 * is changed.
 *
 * @throws AdminError as `readDecisions`, `planRevocations` and `carryOut` do; FILE_EXISTS
 */
export async function applyReview(cli: ApplyInvocation, file: string): Promise<void> {
  const { flags, note, planOut, applies } = cli;
  // A plan names a file of another machine: nothing is written where it says.
  const evidence = flags.evidence ?? `${(applies?.file ?? file).replace(/\.(csv|plan)$/i, '')}-evidence.html`;
  if (!flags['dry-run']) await assertMissing(evidence);
  const input = applies === undefined ? await inputOf(file) : plannedInput(applies.document.command, file);
  const directory = await cli.openForChange();
  const read = await readDecisions(directory, input);
  if (planOut !== undefined) {
    const { readSignatures } = await import('../../approvals/signature-file.js');
    const signatures = await readSignatures(file);
    planOut.command.review = { bytes: Buffer.from(input.bytes).toString('base64'), kept: read.review, signatures };
  }
  const decided = { ...read, signed: await reviewersSignature(directory, read) };
  const revoked = decided.users.filter(({ decision }) => decision === 'revoke').length;
  const { id, reviewer } = decided.review;
  note(`Access review ${id}, reviewer ${reviewer}: ${counted(decided.users.length, 'user')}, ${revoked} to revoke.`);
  const { changes, gone } = await planRevocations(directory, decided.users);
  for (const { label } of gone) note(`${label} no longer exists, so nothing is left to take away.`);
  const reason = reasonOf(decided, flags.reason);
  await carryOutAllAndReport({ ...cli, flags: { ...flags, reason } }, directory, changes);
  if (!flags['dry-run']) await writeEvidence(cli, directory, { decided, evidence });
}

async function inputOf(file: string): Promise<ReviewInput> {
  const bytes = await readReviewFile(file);
  return { file, sha256: digestOf(bytes), bytes };
}

/** The review of a plan. @throws AdminError INVALID_PLAN if the plan has none */
function plannedInput({ name, review }: PlannedCommand, file: string): ReviewInput {
  if (review === undefined) {
    throw new AdminError('INVALID_PLAN', `the plan of ${name} holds no review`, {
      hint: 'Nothing was changed. Make the plan again: an earlier version did not save the review in it.',
    });
  }
  const bytes = Buffer.from(review.bytes, 'base64');
  return { file, sha256: digestOf(bytes), bytes, kept: review.kept, signatures: review.signatures };
}

async function writeEvidence(
  { streams, note, flags }: ApplyInvocation,
  directory: Directory,
  { decided, evidence }: { readonly decided: SignedReview; readonly evidence: string },
): Promise<void> {
  const invocation = { streams, note, flags: { json: false, quiet: flags.quiet, to: evidence } };
  await writeReport(invocation, async () => {
    const read = await readEvidence(directory, decided, new Date());
    return { json: () => read, document: () => evidenceDocument(read, directory) };
  });
}
