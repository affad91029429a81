import * as z from 'zod';

import { comparableSigners, publicKeyIn } from '../approval-rules.js';
import type { SettingsProblem } from './settings-problem.js';

/** A principal of ssh-keygen, without the characters that make a pattern of it. */
const PERSON = /^[A-Za-z0-9][\w.@+-]{0,127}$/;
const ARN = /^arn:aws[a-z-]*:(?:iam|sts)::\d{12}:.+$/;

const SIGNER = z.strictObject(
  {
    keys: z
      .array(
        z
          .string('expected a public key of SSH')
          .refine((key) => publicKeyIn(key) !== undefined, 'expected a public key of SSH, as in a .pub file'),
        'expected a list of public keys of SSH',
      )
      .min(1, 'expected at least one public key of SSH'),
    identities: z
      .array(
        z.string('expected the ARN of an AWS identity').regex(ARN, 'expected the ARN of an AWS identity'),
        'expected a list of ARNs',
      )
      .optional(),
  },
  'expected keys, and perhaps identities',
);

/** How many persons have to approve. */
export const APPROVALS = z.int('expected 0 or 1').min(0, 'expected 0 or 1').max(1, 'expected 0 or 1');

/** Who may sign, by the person's name. */
export const SIGNERS = z.record(z.string(), SIGNER, 'expected signers by the name of the person');

/** Every key of a signer. */
export const SIGNER_KEYS = Object.keys(SIGNER.shape);

interface ApprovalSettings {
  readonly approvals?: number | undefined;
  readonly signers?: z.infer<typeof SIGNERS> | undefined;
}

/**
 * Problems between several keys: an approval that cannot be given, an invalid name, and a key of two persons, with whom one
 * could approve what the same one has planned.
 */
export function approvalProblems(
  { approvals, signers }: ApprovalSettings,
  path: readonly PropertyKey[],
): SettingsProblem[] {
  const persons = Object.entries(comparableSigners(signers ?? {}));
  const ownerOf = new Map<string, string>();
  const problems = persons.flatMap(([person, { keys, identities = [] }]): SettingsProblem[] => {
    const at = [...path, 'signers', person];
    if (!PERSON.test(person)) {
      const hint = 'Use letters, digits and . _ @ + -, starting with a letter or digit';
      return [{ path: at, message: 'invalid name of a person', hint }];
    }
    return [...keys.map((key, index) => ['keys', index, key] as const), ...identities.map(identityAt)].flatMap(
      ([list, index, value]) => {
        const owner = ownerOf.get(value) ?? person;
        ownerOf.set(value, owner);
        if (owner === person) return [];
        const hint = 'Each belongs to one person: approvals are of different persons';
        return [{ path: [...at, list, index], message: `is also in the ${list} of ${owner}`, hint }];
      },
    );
  });
  // A context may leave the signers to the policy of the machine.
  if (approvals === 1 && signers !== undefined && persons.length < 2) {
    const hint = 'Name at least two persons, with their keys: one plans, and another one approves';
    problems.push({ path: [...path, 'approvals'], message: 'there are no two signers', hint });
  }
  return problems;
}

function identityAt(identity: string, index: number) {
  return ['identities', index, identity] as const;
}
