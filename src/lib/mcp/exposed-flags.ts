import * as z from 'zod';

/** A flag as the manifest of the commands describes it. */
export interface ManifestFlag {
  readonly name: string;
  readonly type: 'boolean' | 'option';
  readonly summary?: string;
  readonly helpGroup?: string;
  readonly helpValue?: string | readonly string[];
  readonly required?: boolean;
  readonly multiple?: boolean;
  readonly options?: readonly string[];
}

/** The most characters of a text, and the most items of a list, that an assistant may give. */
const MAX_LENGTH = 2_048;
const MAX_ITEMS = 100;

/** A text that becomes one word of a command line. No file and no flag of sf-admin has a name with a control character. */
export const TEXT = z
  .string()
  .min(1)
  .max(MAX_LENGTH)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'control characters are not allowed');

const COUNT = z.int().min(1).max(1_000_000);

/**
 * The flags that an assistant may use, whichever command has them. Each only picks or describes users, settings or records, or
 * says what a dry run is to show. A flag that is not listed here is never offered: one that names a file, a secret, an endpoint
 * or a credential, or that confirms something, must not be added.
 */
const KINDS: Readonly<Record<string, 'boolean' | 'count' | 'text'>> = {
  'add-role': 'text',
  all: 'boolean',
  as: 'text',
  attribute: 'text',
  columns: 'text',
  command: 'text',
  department: 'text',
  desc: 'boolean',
  disabled: 'boolean',
  email: 'text',
  'email-prefix': 'text',
  enabled: 'boolean',
  failed: 'boolean',
  'family-name': 'text',
  finish: 'boolean',
  force: 'boolean',
  function: 'boolean',
  'given-name': 'text',
  group: 'text',
  'if-not-exists': 'boolean',
  inactive: 'count',
  'include-unknown': 'boolean',
  invited: 'count',
  limit: 'count',
  'move-to-tenant': 'text',
  'no-invite': 'boolean',
  only: 'text',
  operation: 'text',
  privileged: 'boolean',
  provider: 'text',
  'remove-role': 'text',
  revoke: 'text',
  'revoke-all': 'boolean',
  role: 'text',
  run: 'text',
  'send-code': 'boolean',
  set: 'text',
  severity: 'text',
  'sign-out': 'boolean',
  since: 'text',
  skip: 'text',
  sort: 'text',
  status: 'text',
  subject: 'text',
  strict: 'boolean',
  tenant: 'text',
  unconfirmed: 'count',
  unset: 'text',
  until: 'text',
  user: 'text',
};

/** What the help shows in place of a value that no assistant may give, even if the flag has the name of one in `KINDS`. */
const UNSAFE = /FILE|FOLDER|^DIR$|PATH|SECRET|PASSWORD/i;

/** The schema of the values of a flag, if an assistant may use it. */
export function exposedFlag(flag: ManifestFlag): z.ZodType | undefined {
  if (UNSAFE.test(String(flag.helpValue))) return undefined;
  const kind = isSetting(flag) ? 'text' : Object.hasOwn(KINDS, flag.name) ? KINDS[flag.name] : undefined;
  // One of the same name and another type is another flag.
  if (kind === undefined || (kind === 'boolean') !== (flag.type === 'boolean')) return undefined;
  if (kind === 'boolean') return z.boolean();
  const value = flag.options === undefined ? (kind === 'count' ? COUNT : TEXT) : z.enum(flag.options);
  return flag.multiple === true ? listOf(value) : value;
}

export function listOf(item: z.ZodType): z.ZodType {
  return z.array(item).min(1).max(MAX_ITEMS);
}

/** Whether it is one of the flags that are made from the settings of a pool or a client, whose values are plain data. */
function isSetting({ helpGroup }: ManifestFlag): boolean {
  return helpGroup === 'SETTINGS';
}
