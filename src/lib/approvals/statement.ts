/*
 * approvals/: statements on a file that persons sign with their SSH keys. A statement (this file) says who does what with which
 * bytes, and where; `ssh-keygen.ts` signs and verifies it, `signature-file.ts` keeps it beside the file, and
 * `verify-signatures.ts` decides which signatures count.
 */
import { createHash } from 'node:crypto';

/**
 * What a person does with a file: `plan`: made it; `approve`: has read it, and wants it carried out; `checkpoint`:
 * has seen the history as it says.
 */
export type SigningRole = 'plan' | 'approve' | 'checkpoint';

/** What is signed. The same file in another pool, or in another role, is another statement. */
export interface Statement {
  readonly role: SigningRole;
  /** SHA-256 of the bytes of the file, in hex. */
  readonly sha256: string;
  readonly poolId: string;
  /** The address of the endpoint as the history names it; null for AWS's own. */
  readonly endpoint: string | null;
  readonly person: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A statement and its signature, as ssh-keygen writes it. */
export interface SignedStatement extends Statement {
  readonly signature: string;
}

/** The bytes of a statement that are signed: JSON with its keys in a fixed order, and a line feed. */
export function statementBytes({ role, sha256, poolId, endpoint, person, at }: Statement): string {
  return `${JSON.stringify({ v: 1, role, sha256, poolId, endpoint, person, at })}\n`;
}

/** SHA-256 of the bytes of a file, in hex. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
