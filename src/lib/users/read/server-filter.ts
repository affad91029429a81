/**
 * A filter of ListUsers, such as `email ^= "ana"`. Quotes and backslashes in the value are escaped, so that an address
 * with one cannot widen the search (API reference, ListUsers, Filter).
 */
export function serverFilter(attribute: FilterAttribute, comparison: '=' | '^=', value: string): string {
  return `${attribute} ${comparison} "${value.replace(/["\\]/g, '\\$&')}"`;
}

/** The attributes that sf-admin filters on, of those that ListUsers can. */
export type FilterAttribute = 'email' | 'cognito:user_status' | 'status';

/** Every way to write some text in upper and lower case: at most two to the number of its letters. */
export function caseVariants(text: string): string[] {
  return Array.from(text).reduce<string[]>(
    (starts, letter) => {
      const ways = new Set([letter.toLowerCase(), letter.toUpperCase()]);
      return starts.flatMap((start) => [...ways].map((way) => start + way));
    },
    [''],
  );
}
