import type { SignedStatement } from '../approvals/statement.js';
import type { SignedFile } from '../changes/consent.js';
import { statementPlace } from '../changes/place.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { counted } from '../text/counted.js';
import { DECISIONS, type Decision } from './review.js';
import { type FilledRow, filledRows, isReviewId, keptHere, type KeptReview, keptReview } from './review-file.js';

/** What was decided about a user. */
export interface DecidedUser {
  /** The line in the file, from 1. */
  readonly line: number;
  readonly username: string;
  readonly sub: string | null;
  readonly label: string;
  readonly tenantId: string | null;
  readonly roles: readonly string[];
  readonly privilegedRoles: readonly string[];
  readonly privilegedGroups: readonly string[];
  readonly decision: Decision;
  readonly comment: string | null;
}

/** A review that was filled in, and is what it was when it was made. */
export interface DecidedReview {
  readonly review: KeptReview;
  readonly file: SignedFile;
  /** The signatures of a plan, in place of those beside the file. */
  readonly signatures?: readonly SignedStatement[] | undefined;
  readonly users: readonly DecidedUser[];
}

export interface ReviewInput extends SignedFile {
  readonly bytes: Uint8Array;
  readonly kept?: KeptReview | undefined;
  readonly signatures?: readonly SignedStatement[] | undefined;
}

/**
 * Reads a review that was filled in. Every user of it has to be decided on, and nothing else may be altered.
 *
 * @param input.bytes those of the file, which are read once
 * @param input.kept what a plan has of the review, for a machine on which it was not made
 * @param input.signatures those of a plan; default: those beside the file
 * @throws AdminError USAGE for a decision that is none, by line; INPUT_CHANGED if anything else was altered; REVIEW_NOT_FOUND,
 *   OTHER_POOL
 */
export async function readDecisions(
  directory: Directory,
  { file, sha256, bytes, kept, signatures }: ReviewInput,
): Promise<DecidedReview> {
  const rows = await filledRows(pieces(bytes));
  const review = await keptReview(directory, rows[0]?.values.review ?? '', kept);
  assertUnaltered(rows, review);
  return { review, file: { file, sha256 }, signatures, users: decided(rows) };
}

/** A review that its reviewer is about to sign. */
export interface ReviewToSign extends Pick<DecidedReview, 'users'> {
  readonly id: string;
  readonly reviewer: string | null;
  /** What was kept of it; `undefined` on another machine than the one where it was made. */
  readonly kept: KeptReview | undefined;
}

/**
 * Reads a review that was filled in, for its reviewer to sign. Where it was made, it must be what it was then. Elsewhere
 * nothing is known of that: `readDecisions` compares it before anything is done.
 *
 * @throws AdminError as `readDecisions` does, but for REVIEW_NOT_FOUND; INPUT_CHANGED too if the rows are not of one review
 */
export async function readReviewToSign(directory: Directory, bytes: Uint8Array): Promise<ReviewToSign> {
  const rows = await filledRows(pieces(bytes));
  const { review: id = '', reviewer = null } = rows[0]?.values ?? {};
  const kept = await keptHere(directory, id);
  if (kept === undefined) assertOneReview(rows);
  else assertUnaltered(rows, kept);
  return { id, reviewer, kept, users: decided(rows) };
}

// eslint-disable-next-line @typescript-eslint/require-await -- an iterable of pieces, as from a file
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

function assertUnaltered(rows: readonly FilledRow[], review: KeptReview): void {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const { line, username, digest } of rows) {
    const kept = Object.hasOwn(review.rows, username) ? review.rows[username] : undefined;
    if (seen.has(username)) problems.push(`line ${line}: ${username} is there twice`);
    else if (kept === undefined) problems.push(`line ${line}: ${username || 'a row without a user name'} was added`);
    else if (kept !== digest) problems.push(`line ${line}: something else than decision and comment was altered`);
    seen.add(username);
  }
  const missing = Object.keys(review.rows).filter((username) => !seen.has(username));
  if (missing.length > 0)
    problems.push(`${counted(missing.length, 'user')} removed: ${missing.slice(0, 5).join(', ')}`);
  refuse('INPUT_CHANGED', 'the review is not what it was when it was made', problems);
}

/** What holds of every review, whatever was kept of it. */
function assertOneReview(rows: readonly FilledRow[]): void {
  const [first] = rows;
  const { review, reviewer } = first?.values ?? {};
  const problems: string[] = [];
  if (first === undefined) problems.push('there is no row');
  else if (!isReviewId(review ?? '')) problems.push(`line ${first.line}: there is no ID of a review`);
  else if (reviewer === undefined) problems.push(`line ${first.line}: there is no reviewer`);
  const seen = new Set<string>();
  for (const { line, username, values } of rows) {
    if (values.review !== review || values.reviewer !== reviewer)
      problems.push(`line ${line}: another review or reviewer than in line ${first?.line}`);
    if (username === '') problems.push(`line ${line}: there is no user name`);
    else if (seen.has(username)) problems.push(`line ${line}: ${username} is there twice`);
    seen.add(username);
  }
  refuse('INPUT_CHANGED', 'the file is not a review as it was made', problems);
}

function decided(rows: readonly FilledRow[]): DecidedUser[] {
  const problems: string[] = [];
  const users = rows.map((row): DecidedUser => {
    const { line, username, values } = row;
    const typed = values.decision?.trim().toLowerCase() ?? '';
    const decision = DECISIONS.find((one) => one === typed);
    if (decision === undefined) {
      const what = typed === '' ? 'there is no decision' : `unknown decision ${JSON.stringify(values.decision)}`;
      problems.push(`line ${line}, ${values.email ?? username}: ${what}`);
    }
    return {
      line,
      username,
      sub: values.sub ?? null,
      label: values.email ?? username,
      tenantId: values.tenantId ?? null,
      roles: list(values.roles, ','),
      privilegedRoles: list(values.privilegedRoles, ','),
      privilegedGroups: list(values.privilegedGroups, ' '),
      decision: decision ?? 'keep',
      comment: values.comment ?? null,
    };
  });
  refuse('USAGE', `not every user is decided on: decisions are ${DECISIONS.join(' and ')}`, problems);
  return users;
}

function list(cell: string | undefined, separator: string): string[] {
  return (cell ?? '').split(separator).filter((name) => name !== '');
}

/** Problems that a message lists. */
const LISTED = 10;

function refuse(code: 'USAGE' | 'INPUT_CHANGED', message: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length - LISTED;
  const listed = [...problems.slice(0, LISTED), ...(more > 0 ? [`and ${more} more`] : [])];
  throw new AdminError(code, message, { hint: [...listed, 'Nothing was changed.'].join('\n') });
}

/**
 * The signature of the reviewer; null if the context and the machine name no signers.
 *
 * @throws AdminError SIGNATURE_REFUSED if the reviewer has not signed it as it is
 */
export async function reviewersSignature(
  directory: Directory,
  { file: { file, sha256 }, signatures, review: { id, reviewer } }: DecidedReview,
): Promise<SignedStatement | null> {
  const { signers } = await directory.approvalRules();
  if (signers === undefined) return null;
  const [{ signedAs }, { readSignatures }] = await Promise.all([
    import('../approvals/verify-signatures.js'),
    import('../approvals/signature-file.js'),
  ]);
  const wanted = { sha256, ...statementPlace(directory), signers, now: new Date() };
  const valid = await signedAs('approve', signatures ?? (await readSignatures(file)), wanted);
  const own = valid.find(({ person }) => person === reviewer);
  if (own !== undefined) return own;
  const persons = valid.map(({ person }) => person).join(', ');
  throw new AdminError('SIGNATURE_REFUSED', `review ${id} is signed by ${persons}, but its reviewer is ${reviewer}`, {
    hint: `Nothing was changed. ${reviewer} has to sign it: sf-admin approve ${file}`,
  });
}
