/** StackFlow's rules for a directory: configuration of a context, checked by `conventions/`. */
export interface Conventions {
  readonly tenant: {
    /** Source of a regular expression that a whole tenant ID must match. */
    readonly pattern: string;
    /** The tenants that exist, where the context lists them. Without a list every ID that matches is accepted. */
    readonly list?: readonly string[];
  };
  /** Every role, in the order in which `custom:role` stores them. */
  readonly roles: readonly Role[];
  /** Source of a regular expression that a whole department ID must match. */
  readonly departmentPattern: string;
  /** Approved email domains, in lower case. Without a list every domain is accepted. */
  readonly emailDomains?: readonly string[];
  /** Custom attributes that may be written, `custom:` included. */
  readonly customAttributes: readonly string[];
}

export interface Role {
  readonly name: string;
  /** Granting it asks first, and its holder should have a second factor. */
  readonly privileged: boolean;
}
