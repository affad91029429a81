import type { SignedStatement } from '../../approvals/statement.js';
import type { Directory } from '../../directory.js';
import { listRecords } from '../../history/list-records.js';
import type { ChangeRecord } from '../../history/record.js';
import { type AccessNow, accessNowText, isTakenAway, readAccessNow } from '../../reviews/access-now.js';
import type { DecidedReview, DecidedUser } from '../../reviews/read-decisions.js';
import { counted } from '../../text/counted.js';
import type { ReportDocument, Section } from '../document/document.js';
import { grouped } from '../document/grouped.js';
import { verificationSection } from '../history/history-document.js';
import { type HistoryVerification, verified } from '../history/read-history-report.js';
import { type Origin, originFields, originOf } from '../origin.js';

/** What was decided about a user, and what of it is done. The keys are part of the JSON output. */
export interface DecidedAndDone extends Omit<DecidedUser, 'line'> {
  /** What the history has of it, the oldest first; none for a user who keeps the access, or has none left. */
  readonly records: readonly Pick<ChangeRecord, 'id' | 'operation' | 'result' | 'startedAt'>[];
  /** What the user still has of the privileged access; null for one who keeps it, or who no longer exists. */
  readonly now: AccessNow | null;
  /** Whether the access was taken away, by what the user has now; null for a user who keeps it. */
  readonly isDone: boolean | null;
}

/** The proof of a review: who decided what, and what was done. The keys are part of the JSON output. */
export interface Evidence {
  readonly origin: Origin;
  readonly review: Omit<DecidedReview['review'], 'rows' | 'v'>;
  readonly file: { readonly name: string; readonly sha256: string };
  /** The signature of the reviewer; null if there are no signers. */
  readonly signature: { readonly person: string; readonly at: string; readonly signature: string } | null;
  readonly users: readonly DecidedAndDone[];
  readonly verification: HistoryVerification;
}

/** The reason in the history of what a review takes away. Nothing else has one that starts like it. */
export function reasonOf(
  { review: { id, reviewer } }: Pick<DecidedReview, 'review'>,
  reason: string | undefined,
): string {
  return `access review ${id}, reviewer ${reviewer}${reason === undefined ? '' : `: ${reason}`}`;
}

/**
 * Reads from the history what was done of a review, also by an earlier attempt, and from the user pool what is left of the
 * access, and verifies the history.
 *
 * @throws AdminError HISTORY_UNREADABLE; as `originOf` and `readAccessNow` do
 */
export async function readEvidence(
  directory: Directory,
  { signed, ...decided }: Omit<DecidedReview, 'signatures'> & { readonly signed: SignedStatement | null },
  now: Date,
): Promise<Evidence> {
  const { review, file, users } = decided;
  const { rows: _rows, v: _version, ...scope } = review;
  const start = reasonOf(decided, undefined);
  const records = new Map<string, ChangeRecord[]>();
  const list = listRecords(directory, { since: review.madeAt, failed: false }, { now, warn: () => undefined });
  for await (const record of list.records) {
    if (record.reason?.startsWith(start) !== true) continue;
    records.set(record.target.id, [record, ...(records.get(record.target.id) ?? [])]);
  }
  const decidedAndDone: DecidedAndDone[] = [];
  for (const { line: _, ...user } of users) {
    const own = records.get(user.username) ?? [];
    const isRevoked = user.decision === 'revoke';
    const access = isRevoked ? await readAccessNow(directory, user) : null;
    decidedAndDone.push({
      ...user,
      records: own.map(({ id, operation, result, startedAt }) => ({ id, operation, result, startedAt })),
      now: access,
      isDone: isRevoked ? isTakenAway(user, access, own) : null,
    });
  }
  return {
    origin: await originOf(directory, now),
    review: scope,
    file: { name: file.file, sha256: file.sha256 },
    signature: signed === null ? null : { person: signed.person, at: signed.at, signature: signed.signature },
    users: decidedAndDone,
    verification: await verified(directory),
  };
}

/** The proof of a review as a document. */
export function evidenceDocument(
  evidence: Evidence,
  directory: Pick<Directory, 'flagsToRepeat' | 'tenant'>,
): ReportDocument {
  const { origin, review, file, signature, users, verification } = evidence;
  const revoked = users.filter(({ decision }) => decision === 'revoke');
  const done = revoked.filter((user) => user.isDone === true);
  return {
    title: `Evidence of access review ${review.id}`,
    facts: [
      ...originFields(origin),
      { label: 'review made at', value: review.madeAt, isTime: true },
      { label: 'review made by', value: `${review.madeBy.osUser ?? 'unknown user'} on ${review.madeBy.host}` },
      { label: 'users reviewed', value: scopeText(evidence) },
      { label: 'reviewer', value: review.reviewer },
      {
        label: 'signature',
        value: signature === null ? 'not signed: there are no signers' : `of ${signature.person}, ${signature.at}`,
      },
      { label: 'file', value: file.name },
      { label: 'SHA-256 of it', value: file.sha256 },
    ],
    figures: [
      { value: grouped(users.length), label: users.length === 1 ? 'user reviewed' : 'users reviewed' },
      { value: grouped(revoked.length), label: 'of them revoked' },
      { value: grouped(done.length), label: 'of them done' },
      { value: verification.isIntact ? 'Intact' : 'Damaged', label: 'history of the user pool' },
    ],
    sections: [
      revokedSection(revoked),
      keptSection(users.filter(({ decision }) => decision === 'keep')),
      verificationSection(verification, directory),
    ],
  };
}

function scopeText({ review: { privileged, tenant }, users }: Evidence): string {
  const who = `${counted(users.length, 'user')}${privileged ? ' with privileged access' : ''}`;
  return tenant === null ? who : `${who} of ${tenant}`;
}

function revokedSection(users: readonly DecidedAndDone[]): Section {
  const rows = users.flatMap(({ label, tenantId, privilegedRoles, privilegedGroups, comment, records, now }) => {
    const user = [label, tenantId, [...privilegedRoles, ...privilegedGroups], comment];
    const done = records.map(({ operation, result, startedAt, id }) => [
      ...user,
      `${operation.replace('.', ' ')}: ${result}`,
      startedAt,
      id,
    ]);
    const left = accessNowText(now, records.length > 0);
    return left === undefined ? done : [...done, [...user, left, null, null]];
  });
  return {
    title: 'Revoked',
    blocks: [
      {
        kind: 'table',
        table: {
          caption: 'Access that was revoked, and the records of the history',
          empty: 'No access was revoked.',
          columns: [
            { header: 'User' },
            { header: 'Tenant' },
            { header: 'Privileged' },
            { header: 'Comment' },
            { header: 'What was done' },
            { header: 'At (UTC)', kind: 'time' },
            { header: 'Record', kind: 'id' },
          ],
          rows,
        },
      },
    ],
  };
}

function keptSection(users: readonly DecidedAndDone[]): Section {
  return {
    title: 'Kept',
    blocks: [
      {
        kind: 'table',
        table: {
          caption: 'Access that was kept',
          empty: 'No access was kept.',
          columns: [{ header: 'User' }, { header: 'Tenant' }, { header: 'Roles' }, { header: 'Comment' }],
          rows: users.map(({ label, tenantId, roles, privilegedGroups, comment }) => [
            label,
            tenantId,
            [...roles, ...privilegedGroups],
            comment,
          ]),
        },
      },
    ],
  };
}
