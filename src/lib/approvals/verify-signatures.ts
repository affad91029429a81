import type { Signers } from '../config/approval-rules.js';
import { AdminError } from '../errors.js';
import { counted } from '../text/counted.js';
import { isSignedBy } from './ssh-keygen.js';
import { type SignedStatement, type SigningRole, type Statement, statementBytes } from './statement.js';

/**
 * How long a signature of a plan or review counts: as long as a plan may be carried out. That of a checkpoint stays
 * valid.
 */
export const SIGNATURE_DAYS = 7;

const DAY_MS = 86_400_000;
/** The clocks of two machines differ. */
const SKEW_MS = 5 * 60_000;

/** What signatures must be of to count. */
export interface Wanted extends Pick<Statement, 'sha256' | 'poolId' | 'endpoint'> {
  readonly signers: Signers;
  readonly now: Date;
}

/**
 * The signatures of a file that count for a role, of each person one.
 *
 * @param signatures those beside the file
 * @param hint what to do if none counts
 * @throws AdminError SIGNATURE_REFUSED if none counts, with the reason for the last; SIGNING_FAILED
 */
export async function signedAs(
  role: SigningRole,
  signatures: readonly SignedStatement[],
  wanted: Wanted,
  hint: string = HINTS[role],
): Promise<SignedStatement[]> {
  const valid = new Map<string, SignedStatement>();
  let reason = UNSIGNED[role];
  for (const signed of signatures.filter((one) => one.role === role)) {
    const problem = await problemOf(signed, wanted);
    if (problem === undefined) valid.set(signed.person, signed);
    else reason = problem;
  }
  if (valid.size > 0) return [...valid.values()];
  throw new AdminError('SIGNATURE_REFUSED', reason, { hint });
}

const UNSIGNED: Readonly<Record<SigningRole, string>> = {
  plan: 'the one who planned it has not signed it',
  approve: 'it is not approved',
  checkpoint: 'it has no signature as a checkpoint',
};

const HINTS: Readonly<Record<SigningRole, string>> = {
  plan: 'If its changes need an approval, plan them again with the key of a signer: --plan-out FILE',
  approve: 'Have another person read and sign it: sf-admin approve FILE',
  checkpoint: 'Use a checkpoint that a signer has made: sf-admin history checkpoint --sign',
};

/**
 * The person who planned what is in a file, and another one who approved it.
 *
 * @throws AdminError SIGNATURE_REFUSED if there are no two persons, with the reason; SIGNING_FAILED
 */
export async function plannerAndApprover(
  signatures: readonly SignedStatement[],
  wanted: Wanted,
): Promise<{ readonly planner: SignedStatement; readonly approver: SignedStatement }> {
  const planners = await signedAs('plan', signatures, wanted);
  const hint = whoMayApprove(planners, wanted.signers);
  const approvers = await signedAs('approve', signatures, wanted, hint);
  for (const planner of planners) {
    const approver = approvers.find(({ person }) => person !== planner.person);
    if (approver !== undefined) return { planner, approver };
  }
  throw new AdminError('SIGNATURE_REFUSED', `${planners[0]?.person ?? 'one person'} both planned and approved it`, {
    hint,
  });
}

/** What to do for an approval: every signer can give it but the one who planned. */
function whoMayApprove(planners: readonly SignedStatement[], signers: Signers): string {
  const names = Object.keys(signers).filter((name) => planners.some(({ person }) => person !== name));
  if (names.length === 0) return 'There is no other signer: add another person to the signers of the context.';
  return `It can be approved by ${names.join(' or ')}: sf-admin approve FILE`;
}

/** Why a signature does not count, as a sentence without a full stop; `undefined` if it counts. */
async function problemOf(signed: SignedStatement, wanted: Wanted): Promise<string | undefined> {
  const { person, at } = signed;
  const whose = `the signature of ${person}`;
  if (signed.sha256 !== wanted.sha256) return `${whose} is for another file, or the file was changed since`;
  if (signed.poolId !== wanted.poolId) return `${whose} is for user pool ${signed.poolId}`;
  if (signed.endpoint !== wanted.endpoint) return `${whose} is for endpoint ${signed.endpoint ?? 'of AWS'}`;
  const signer = Object.hasOwn(wanted.signers, person) ? wanted.signers[person] : undefined;
  if (signer === undefined) return `${person}, who signed, is not a signer`;
  const elapsed = wanted.now.getTime() - Date.parse(at);
  if (signed.role !== 'checkpoint' && elapsed > SIGNATURE_DAYS * DAY_MS) {
    return `${whose} is ${counted(Math.floor(elapsed / DAY_MS), 'day')} old, and counts for ${SIGNATURE_DAYS} days`;
  }
  if (elapsed < -SKEW_MS) return `${whose} is of ${at}, which is in the future`;
  const isValid = await isSignedBy(
    { text: statementBytes(signed), signature: signed.signature },
    { person, ...signer },
  );
  return isValid ? undefined : `${whose} was not made with a key of ${person}, or was altered`;
}
