/** A person who may sign. */
export interface Signer {
  /** Public keys of SSH: the type and the key itself, without a comment. Each belongs to one person only. */
  readonly keys: readonly string[];
  /** The ARNs of the AWS identities that are this person. */
  readonly identities?: readonly string[] | undefined;
}

/** The persons who may sign, by name. */
export type Signers = Readonly<Record<string, Signer>>;

/** What a context, or the policy of a machine, demands of a change that is privileged or deletes something. */
export interface ApprovalRules {
  /** How many persons have to approve besides the one who planned the change: none, or one. */
  readonly approvals: number;
  /** Who counts; `undefined` without any, so that nothing can be signed. */
  readonly signers: Signers | undefined;
  /** What counts as privileged by the policy of the machine, whatever the context says; absent if it says nothing of it. */
  readonly privileged?: Privileged;
}

/** Names of roles, and of groups, that count as privileged. */
export interface Privileged {
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** The signers with their public keys as they are compared: without the comments that a file may have. */
export function comparableSigners(signers: Signers): Signers {
  return Object.fromEntries(
    Object.entries(signers).map(([person, signer]) => [
      person,
      { ...signer, keys: signer.keys.map((key) => publicKeyIn(key) ?? key) },
    ]),
  );
}

/** The stricter of two rules in each part: more approvals, and only the keys of a person that both accept. */
export function stricterRules(one: ApprovalRules, other: ApprovalRules): ApprovalRules {
  return {
    approvals: Math.max(one.approvals, other.approvals),
    signers: commonSigners(one.signers, other.signers),
    ...commonPrivileged(one.privileged, other.privileged),
  };
}

function commonPrivileged(one: Privileged | undefined, other = one): Pick<ApprovalRules, 'privileged'> {
  if (one === undefined || other === undefined) return other === undefined ? {} : { privileged: other };
  return { privileged: { roles: [...one.roles, ...other.roles], groups: [...one.groups, ...other.groups] } };
}

function commonSigners(one: Signers | undefined, other: Signers | undefined): Signers | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const common = Object.entries(one).flatMap(([person, signer]) => {
    const same = Object.hasOwn(other, person) ? other[person] : undefined;
    const keys = signer.keys.filter((key) => same?.keys.includes(key) === true);
    // An identity that either of them names is this person's, who may then not approve as somebody else.
    const identities = [...new Set([...(signer.identities ?? []), ...(same?.identities ?? [])])];
    return keys.length === 0 ? [] : [[person, { keys, ...(identities.length === 0 ? {} : { identities }) }] as const];
  });
  return Object.fromEntries(common);
}

/** The person whose key it is, if any. @param key the type and the key itself */
export function personWithKey(signers: Signers, key: string): string | undefined {
  return Object.entries(signers).find(([, { keys }]) => keys.includes(key))?.[0];
}

/** Types of keys with which `ssh-keygen -Y sign` signs (its PROTOCOL files); no DSA, which OpenSSH has given up. */
const PUBLIC_KEY =
  /^((?:sk-)?(?:ssh-ed25519|ecdsa-sha2-nistp256)(?:@openssh\.com)?|ecdsa-sha2-nistp(?:384|521)|ssh-rsa)[ \t]+([A-Za-z0-9+/]{40,}={0,2})(?:[ \t]|$)/;

/** The type and the key itself of a line of a `.pub` file, without its comment; `undefined` if it is no public key. */
export function publicKeyIn(line: string): string | undefined {
  const [, type, key] = PUBLIC_KEY.exec(line.trim()) ?? [];
  return type === undefined || key === undefined ? undefined : `${type} ${key}`;
}
