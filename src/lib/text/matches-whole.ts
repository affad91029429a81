/** Whether the pattern matches the whole text: the patterns in a contexts file may lack `^` and `$`. */
export function matchesWhole(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(text);
}
