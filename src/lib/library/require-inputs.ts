import { AdminError } from '../errors.js';
import { listed } from '../text/listed.js';

/** What an input has to be: a text, a list of texts, or one of these texts. */
type Kind = 'text' | 'texts' | readonly string[];

/**
 * Checks that a function got everything that it cannot do without. Declarations do not reach a caller in plain JavaScript, who
 * would otherwise get a TypeError from somewhere inside.
 *
 * @param name the function
 * @param input what it was called with, by name
 * @param required what it needs
 * @param call how it is called, if not with an object
 * @throws AdminError MISSING_INPUT with everything that is missing; USAGE for a value of another type
 */
export function requireInputs(
  name: string,
  input: object | null | undefined,
  required: Readonly<Record<string, Kind>>,
  call = `${name}(directory, { ${Object.keys(required).join(', ')} })`,
): void {
  const given = new Map<string, unknown>(Object.entries(input ?? {}));
  const hint = `Call it as ${call}.`;
  const missing = Object.keys(required).filter((key) => (given.get(key) ?? undefined) === undefined);
  if (missing.length > 0) throw new AdminError('MISSING_INPUT', `${name} needs ${listed(missing)}`, { hint });
  for (const [key, kind] of Object.entries(required)) {
    // The value is not shown: it may be a password in the wrong place.
    if (!fits(given.get(key), kind))
      throw new AdminError('USAGE', `${key} of ${name} must be ${kindText(kind)}`, { hint });
  }
}

function fits(value: unknown, kind: Kind): boolean {
  if (kind === 'texts') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === 'string' && (kind === 'text' || kind.includes(value));
}

function kindText(kind: Kind): string {
  if (kind === 'text') return 'a text';
  return kind === 'texts' ? 'a list of texts' : kind.map((text) => `'${text}'`).join(' or ');
}
