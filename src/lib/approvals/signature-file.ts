import { lstat, readFile } from 'node:fs/promises';

import * as z from 'zod';

import { AdminError } from '../errors.js';
import { openAppender } from '../files/appender.js';
import { newFileError } from '../files/new-file.js';
import { isSystemError, systemReason } from '../files/system-error.js';
import { parsedJson } from '../text/parsed.js';
import type { SignedStatement } from './statement.js';

/**
 * Where the signatures of a file are: beside it, so that they travel with it, and not in it, since they are of its bytes. One
 * statement a line, so that a signature is added without touching the others. Not `.sig`, which ssh-keygen writes itself.
 */
export function signatureFile(file: string): string {
  return `${file}.signatures`;
}

/** A file that is larger is none of ours. */
const MAX_BYTES = 1_000_000;

/** More than a few people do not sign one file, and ssh-keygen is started for each signature that is verified. */
const MAX_SIGNATURES = 100;

const SIGNED = z.object({
  v: z.literal(1),
  role: z.enum(['plan', 'approve', 'checkpoint']),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  poolId: z.string(),
  endpoint: z.string().nullable(),
  person: z.string(),
  at: z.iso.datetime(),
  signature: z.string(),
});

/**
 * The signatures of a file; none if there are none.
 *
 * @throws AdminError SIGNATURE_REFUSED if they cannot be read, naming the line
 */
export async function readSignatures(file: string): Promise<SignedStatement[]> {
  const path = signatureFile(file);
  const lines = (await textOf(path)).split('\n');
  if (lines.filter((line) => line.trim() !== '').length > MAX_SIGNATURES) {
    throw new AdminError('SIGNATURE_REFUSED', `${path} has more than ${MAX_SIGNATURES} signatures`, {
      hint: 'Keep only those of the people who planned and approved the file.',
    });
  }
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const read = SIGNED.safeParse(parsedJson(line));
    if (read.success) {
      const { v: _, ...signed } = read.data;
      return [signed];
    }
    throw new AdminError('SIGNATURE_REFUSED', `line ${index + 1} of ${path} is not a signature`, {
      hint: 'Remove the line, or have the file signed again: sf-admin approve FILE',
    });
  });
}

/** Adds a signature to those of a file, which `readSignatures` accepts. @throws AdminError FILE_UNWRITABLE */
export async function addSignature(file: string, signed: SignedStatement): Promise<void> {
  const path = signatureFile(file);
  try {
    const appender = await openAppender(path, 'a');
    await appender.add(`${JSON.stringify({ v: 1, ...signed })}\n`);
    await appender.close();
  } catch (error) {
    throw newFileError(path, error);
  }
}

async function textOf(path: string): Promise<string> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) throw new Error('it is a symbolic link');
    if (!found.isFile() || found.size > MAX_BYTES) throw new Error('it is not a file of signatures');
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return '';
    if (!(error instanceof Error)) throw error;
    throw new AdminError('SIGNATURE_REFUSED', `${path} cannot be read: ${systemReason(error)}`, { cause: error });
  }
}
