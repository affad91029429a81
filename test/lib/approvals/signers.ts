import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { publicKeyIn, type Signers } from '../../../src/lib/config/approval-rules.js';

/** A person with a key in a file. */
export interface TestSigner {
  readonly keyFile: string;
  readonly publicKey: string;
}

/** Makes a key for each person in a folder, as `ssh-keygen` does. */
export async function makeSigners<Person extends string>(
  folder: string,
  ...persons: readonly Person[]
): Promise<Record<Person, TestSigner>> {
  const made = persons.map(async (person) => {
    const keyFile = join(folder, person);
    await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', person, '-f', keyFile]);
    const publicKey = publicKeyIn(await readFile(`${keyFile}.pub`, 'utf8')) ?? '';
    return [person, { keyFile, publicKey }] as const;
  });
  return Object.fromEntries(await Promise.all(made)) as Record<Person, TestSigner>;
}

/** Signers as a context has them. */
export function signersOf(signers: Readonly<Record<string, TestSigner>>): Signers {
  return Object.fromEntries(Object.entries(signers).map(([person, { publicKey }]) => [person, { keys: [publicKey] }]));
}
