import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import { publicKeyIn } from '../config/approval-rules.js';
import { AdminError } from '../errors.js';
import { readNamedFile } from '../files/named-file.js';

/** The namespace of signatures (ssh-keygen(1), `-n`): a signature for another purpose, such as a commit, does not count. */
export const NAMESPACE = 'sf-admin-plan';

/**
 * Where OpenSSH is. Not searched for in PATH: a program of that name which accepts every signature would be enough to pass
 * for another person.
 */
const FOLDERS =
  process.platform === 'win32'
    ? ['C:\\Windows\\System32\\OpenSSH']
    : ['/usr/bin', '/bin', '/usr/local/bin', '/run/current-system/sw/bin'];

/** A key to sign with: its public key, and what ssh-keygen takes it from. */
export interface SigningKey {
  /** The type and the key itself. */
  readonly publicKey: string;
  /** The file of the private key; left out if the agent holds it. */
  readonly file?: string;
}

/**
 * Signs a text. The private key stays with ssh-keygen or the agent, which ask for a passphrase or a touch themselves.
 *
 * @param mayAsk whether there is a person to ask for a passphrase
 * @returns the signature, armored
 * @throws AdminError SIGNING_FAILED, with what ssh-keygen says
 */
export async function signText(text: string, { publicKey, file }: SigningKey, mayAsk: boolean): Promise<string> {
  return inScratchFolder(async (folder) => {
    // With a public key, ssh-keygen asks the agent.
    const from = file ?? join(folder, 'key.pub');
    if (file === undefined) await writeFile(from, `${publicKey}\n`);
    const { status, out, problem } = await ssh('ssh-keygen', ['-Y', 'sign', '-f', from, '-n', NAMESPACE], {
      input: text,
      mayAsk,
    });
    if (status === 0) return out;
    throw new AdminError(
      'SIGNING_FAILED',
      `ssh-keygen did not sign with ${file ?? 'the key of the agent'}: ${problem}`,
      {
        hint: mayAsk
          ? 'Check the key and its passphrase, or use another key: --key FILE'
          : 'A key with a passphrase needs a terminal or an agent that holds it: ssh-add',
      },
    );
  });
}

/**
 * Whether a signature of a text was made with one of a person's keys.
 *
 * @throws AdminError SIGNING_FAILED if there is no ssh-keygen
 */
export async function isSignedBy(
  { text, signature }: { readonly text: string; readonly signature: string },
  { person, keys }: { readonly person: string; readonly keys: readonly string[] },
): Promise<boolean> {
  return inScratchFolder(async (folder) => {
    const [allowed, signed] = [join(folder, 'allowed'), join(folder, 'signature')];
    await writeFile(allowed, keys.map((key) => `${person} namespaces="${NAMESPACE}" ${key}\n`).join(''));
    await writeFile(signed, signature);
    const argv = ['-Y', 'verify', '-f', allowed, '-I', person, '-n', NAMESPACE, '-s', signed];
    return (await ssh('ssh-keygen', argv, { input: text, mayAsk: false })).status === 0;
  });
}

/**
 * The key in a file that was named: a private key, whose public key lies beside it, or a public key whose private key the agent
 * holds.
 *
 * @throws AdminError USAGE if it is neither; SIGNING_FAILED if the public key cannot be found out
 */
export async function keyInFile(file: string, mayAsk: boolean): Promise<SigningKey> {
  const itself = publicKeyIn(await keyText(file));
  if (itself !== undefined) return { publicKey: itself };
  const beside = await publicKeyBeside(file);
  if (beside !== undefined) return { publicKey: beside, file };
  const { status, out, problem } = await ssh('ssh-keygen', ['-y', '-f', file], { input: '', mayAsk });
  const derived = status === 0 ? publicKeyIn(out) : undefined;
  if (derived !== undefined) return { publicKey: derived, file };
  throw new AdminError('USAGE', `${file} is not an SSH key that can be used: ${problem || 'its type cannot sign'}`, {
    hint: 'Give the file of a private key, such as ~/.ssh/id_ed25519, or its .pub file if an agent holds the key.',
  });
}

/** The keys at hand if none is named: those of the agent, then those in the usual files (ssh-keygen(1), FILES). */
export async function keysAtHand(home = homedir()): Promise<SigningKey[]> {
  const agent = await ssh('ssh-add', ['-L'], { input: '', mayAsk: false });
  const held = agent.status === 0 ? agent.out.split('\n').flatMap((line) => publicKeyIn(line) ?? []) : [];
  const keys: SigningKey[] = held.map((publicKey) => ({ publicKey }));
  for (const name of ['id_ed25519', 'id_ed25519_sk', 'id_ecdsa', 'id_ecdsa_sk', 'id_rsa']) {
    const file = join(home, '.ssh', name);
    const publicKey = existsSync(file) ? await publicKeyBeside(file) : undefined;
    if (publicKey !== undefined && !held.includes(publicKey)) keys.push({ publicKey, file });
  }
  return keys;
}

async function publicKeyBeside(file: string): Promise<string | undefined> {
  return publicKeyIn(await keyText(`${file}.pub`).catch(() => ''));
}

async function keyText(file: string): Promise<string> {
  return (await readNamedFile(file, { what: 'the key', maxBytes: 1_000_000, hint: 'Check --key.' })).toString('utf8');
}

interface Ended {
  readonly status: number | null;
  readonly out: string;
  /** What the program says on stderr, in one line. */
  readonly problem: string;
}

/**
 * Runs a program of OpenSSH.
 *
 * @param options.mayAsk whether it may ask for a passphrase on the terminal
 * @throws AdminError SIGNING_FAILED if it is not there
 */
async function ssh(
  program: 'ssh-keygen' | 'ssh-add',
  argv: readonly string[],
  { input, mayAsk }: { readonly input: string; readonly mayAsk: boolean },
): Promise<Ended> {
  const path = FOLDERS.map((folder) => join(folder, process.platform === 'win32' ? `${program}.exe` : program)).find(
    (candidate) => existsSync(candidate),
  );
  if (path === undefined) {
    throw new AdminError('SIGNING_FAILED', `${program} is not installed in ${FOLDERS.join(', ')}`, {
      hint: 'Install OpenSSH 8.2 or later: package openssh-client of Debian and Ubuntu',
    });
  }
  // Detached, it has no terminal to ask on.
  const child = spawn(path, argv, {
    detached: !mayAsk,
    env: mayAsk ? process.env : { ...process.env, SSH_ASKPASS_REQUIRE: 'never' },
  });
  return new Promise((resolve, reject) => {
    let [out, err] = ['', ''];
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, out, problem: lastLine(err) });
    });
    // It may end before it has read everything, which its status says.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function lastLine(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('Signing data'));
  return (lines.at(-1) ?? '').trim().replace(/[.]$/, '');
}

async function inScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sf-admin-ssh-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
