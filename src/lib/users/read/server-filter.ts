/**
 * A filter of ListUsers, such as `email ^= "ana"`. Quotes and backslashes in the value are escaped, so that an address
 * with one cannot widen the search (API reference, ListUsers, Filter).
 */
export function serverFilter(
  attribute: 'email' | 'sub' | 'cognito:user_status' | 'status',
  comparison: '=' | '^=',
  value: string,
): string {
  return `${attribute} ${comparison} "${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Every combination of upper and lower case of some text: up to 2 to the power of its letters. */
export function caseVariants(text: string): string[] {
  return Array.from(text).reduce<string[]>(
    (starts, letter) => {
      const cases = new Set([letter.toLowerCase(), letter.toUpperCase()]);
      return starts.flatMap((start) => [...cases].map((variant) => start + variant));
    },
    [''],
  );
}
