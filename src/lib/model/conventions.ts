/** StackFlow's rules for a directory: part of a context's configuration, checked by `conventions/`. */
export interface Conventions {
  readonly tenant: {
    /** Source of a regular expression that must match the whole tenant ID. */
    readonly pattern: string;
    /** The existing tenants. Without a list every ID that matches the pattern is accepted. */
    readonly list?: readonly string[];
  };
  /** Every role, in the order in which `custom:role` stores them. */
  readonly roles: readonly Role[];
  /** Names of groups that count as privileged roles: putting a user into one needs confirmation. */
  readonly privilegedGroups?: readonly string[];
  /** Source of a regular expression that must match the whole department ID. */
  readonly departmentPattern: string;
  /** Approved email domains, in lower case. Without a list every domain is accepted. */
  readonly emailDomains?: readonly string[];
  /**
   * Hosts that callback and logout URLs may have, in lower case; `*.example.com` stands for every host below example.com.
   * Without a list every host is accepted.
   */
  readonly callbackHosts?: readonly string[];
  /** Custom attributes that may be set, with the prefix `custom:`. */
  readonly customAttributes: readonly string[];
}

export interface Role {
  readonly name: string;
  /** Granting it needs confirmation, and its holders should use MFA. */
  readonly privileged: boolean;
}
