import * as z from 'zod';

import { readSettings, type SettingsReading } from './contexts-document.js';
import { approvalProblems, APPROVALS, SIGNER_KEYS, SIGNERS } from './signers-schema.js';
import type { SettingsProblem } from './settings-problem.js';

const NAMES = z.array(z.string('expected a name').min(1, 'expected a name'), 'expected a list of names');

const POLICY = z.strictObject(
  {
    approvals: APPROVALS.optional(),
    signers: SIGNERS.optional(),
    privilegedRoles: NAMES.optional(),
    privilegedGroups: NAMES.optional(),
  },
  'expected the keys approvals, signers, privilegedRoles and privilegedGroups',
);

/** Every key of the policy of a machine. */
export const POLICY_KEYS = Object.keys(POLICY.shape);

type PolicySettings = z.infer<typeof POLICY>;

/** Reads YAML text as the policy of a machine. Problems are returned with their lines. */
export function readPolicySettings(text: string): SettingsReading<PolicySettings> {
  return readSettings(text, {
    schema: POLICY,
    inconsistencies: (settings) => [...signersMissing(settings), ...approvalProblems(settings, [])],
    knownKeys: (path) => (path.length === 0 ? POLICY_KEYS : SIGNER_KEYS),
  });
}

/** With the signers of a context in their place, everybody could name those who approve. */
function signersMissing({ approvals, signers }: PolicySettings): SettingsProblem[] {
  if (approvals !== 1 || signers !== undefined) return [];
  const hint = 'Name at least two persons, with their keys: one plans, and another one approves';
  return [{ path: ['approvals'], message: 'there are no signers', hint }];
}
