import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';

import { AdminError } from '../../errors.js';
import { isSystemError, systemReason } from '../../files/system-error.js';
import { shellWord } from '../../text/quoted.js';
import { type ApprovalRules, comparableSigners, stricterRules } from '../approval-rules.js';
import { DEFAULT_CONVENTIONS } from '../default-conventions.js';
import type { Context } from '../context.js';
import { readText } from './read-text.js';
import { invalidFile } from './settings-problem.js';

/** What the administrators of a machine demand of everybody who uses it. Neither a flag nor a variable names another file. */
export const POLICY_FILE = '/etc/sf-admin/policy.yaml';

const NO_RULES: ApprovalRules = { approvals: 0, signers: undefined };

/**
 * The rules of the machine; none if there is no file, as on Windows.
 *
 * @param file in place of the machine's, for tests
 * @param owner the ID of the user who alone may write to it
 * @throws AdminError UNSAFE_FILE if somebody else than root could have written it; INVALID_CONFIG, naming file, line and key
 */
export async function readPolicy(file = POLICY_FILE, owner = 0): Promise<ApprovalRules> {
  if (process.geteuid === undefined || !isThere(file)) return NO_RULES;
  for (const path of [dirname(file), file]) assertOwnedBy(owner, path);
  const text = readText(file);
  if (text === undefined) return NO_RULES;
  const { readPolicySettings } = await import('./policy-document.js');
  const reading = readPolicySettings(text);
  if (!('settings' in reading)) throw invalidFile(file, reading.problems);
  const { approvals = 0, signers, privilegedRoles: roles = [], privilegedGroups: groups = [] } = reading.settings;
  const privileged = { roles: [...(approvals === 0 ? [] : PRIVILEGED_BY_DEFAULT), ...roles], groups };
  return {
    approvals,
    signers: signers === undefined ? undefined : comparableSigners(signers),
    ...(privileged.roles.length + groups.length === 0 ? {} : { privileged }),
  };
}

/** They need an approval where the machine demands one, even if a context does not count them as privileged. */
const PRIVILEGED_BY_DEFAULT = DEFAULT_CONVENTIONS.roles.filter((role) => role.privileged).map(({ name }) => name);

/** What a context demands, or the machine's policy, whichever is stricter in each part. @throws as `readPolicy` does */
export async function withPolicy(
  { approvals = 0, signers }: Pick<Context, 'approvals' | 'signers'>,
  policy?: { readonly file: string; readonly owner: number },
): Promise<ApprovalRules> {
  return stricterRules({ approvals, signers }, await readPolicy(policy?.file, policy?.owner));
}

function isThere(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return false;
    if (!(error instanceof Error)) throw error;
    // A policy that cannot be read may demand an approval.
    throw new AdminError('UNSAFE_FILE', `${file} cannot be read: ${systemReason(error)}`, {
      hint: `It says which changes need an approval. To make it readable for all: sudo chmod a+rX ${shellWord(dirname(file))}`,
      cause: error,
    });
  }
}

/** A symbolic link is refused: what it leads to may belong to another user. */
function assertOwnedBy(owner: number, path: string): void {
  const found = lstatSync(path);
  const problem = found.isSymbolicLink()
    ? 'is a symbolic link'
    : found.uid !== owner
      ? 'does not belong to root'
      : (found.mode & 0o022) !== 0
        ? 'can be written to by others than root'
        : undefined;
  if (problem === undefined) return;
  throw new AdminError('UNSAFE_FILE', `${path} ${problem}`, {
    hint:
      'It says which changes need an approval, so only root may write it. If it is as root left it: ' +
      `sudo chown root ${shellWord(path)} && sudo chmod go-w ${shellWord(path)}`,
  });
}
