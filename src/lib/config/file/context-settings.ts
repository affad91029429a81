/** What the contexts file says of one context: every key may be left out, and stands for its default then. */
export interface ContextSettings {
  readonly poolId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly profile?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  readonly mfaSerial?: string | undefined;
  readonly endpointUrl?: string | undefined;
  readonly protected?: boolean | undefined;
  readonly tenant?: string | undefined;
  readonly conventions?: ConventionSettings | undefined;
}

/** StackFlow's rules as the file says them; conventions/ has them as `Conventions`. */
export interface ConventionSettings {
  readonly tenantPattern?: string | undefined;
  readonly tenants?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly privilegedRoles?: readonly string[] | undefined;
  readonly departmentPattern?: string | undefined;
  readonly emailDomains?: readonly string[] | undefined;
  readonly customAttributes?: readonly string[] | undefined;
}

/** The whole contexts file. */
export interface FileSettings {
  readonly current?: string | undefined;
  readonly contexts?: Readonly<Record<string, ContextSettings>> | undefined;
}

/** Every key that the file may hold beside or under another of the same parent. A key that is missing does not compile. */
export const KNOWN_KEYS = {
  file: keys<FileSettings>({ current: true, contexts: true }),
  context: keys<ContextSettings>({
    poolId: true,
    clientId: true,
    region: true,
    account: true,
    profile: true,
    roleArn: true,
    externalId: true,
    mfaSerial: true,
    endpointUrl: true,
    protected: true,
    tenant: true,
    conventions: true,
  }),
  conventions: keys<ConventionSettings>({
    tenantPattern: true,
    tenants: true,
    roles: true,
    privilegedRoles: true,
    departmentPattern: true,
    emailDomains: true,
    customAttributes: true,
  }),
};

function keys<T>(all: Readonly<Record<keyof T, true>>): readonly (keyof T & string)[] {
  return Object.keys(all) as (keyof T & string)[];
}

/** Begins with a letter or digit, so that no name is taken for a flag or a path. */
export const CONTEXT_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
