/** Whether all of the text, and not a part of it, matches: a pattern of a context may come without `^` and `$`. */
export function matchesWhole(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(text);
}
