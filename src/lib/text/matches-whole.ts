/** Longer texts match no pattern of a contexts file: it is somebody's, and may take very long on a long text. */
const MAX_MATCHED = 256;

/** Whether the pattern matches the whole text: the patterns in a contexts file may lack `^` and `$`. */
export function matchesWhole(pattern: string, text: string): boolean {
  return text.length <= MAX_MATCHED && new RegExp(`^(?:${pattern})$`).test(text);
}
