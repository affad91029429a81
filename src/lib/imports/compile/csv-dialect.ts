/**
 * Cognito's dialect of CSV, which is not RFC 4180's: nothing is quoted, and a comma in a value has a backslash before it
 * (Developer Guide, "Creating the user import CSV file").
 */

/** A record, its line feed included. Each value must be one of which `unwritable` says nothing. */
export function importLine(values: readonly string[]): string {
  return `${values.map((value) => value.replaceAll(',', '\\,')).join(',')}\n`;
}

/** Why the dialect cannot hold a value; `undefined` where it can. */
export function unwritable(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return `has a line break, ${NO_WAY}`;
  if (/\p{Cc}/u.test(value)) return `has control characters, ${NO_WAY}`;
  // No document says how either is read, and a value that arrives as another one is worse than one that does not.
  if (value.includes('\\')) return `has a backslash, ${NO_WAY}`;
  if (value.includes('"')) return `has a quotation mark, ${NO_WAY}`;
  if (value.trim() !== value) return "starts or ends with white space, which Cognito's import takes away";
  return undefined;
}

const NO_WAY = "which Cognito's import files have no way to write: create this user with users create";
