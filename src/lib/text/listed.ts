/** Names that fit on a line or two. */
const MAX_LISTED = 10;

/** Names for a sentence: `a, b, c`, or `none`, or the first ten and `and 2 more`. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const more = names.length - MAX_LISTED;
  return names.slice(0, MAX_LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
