/** Longest value of a custom attribute, in characters (COGNITO.md, "Users"). */
const MAX_STORED = 2048;

/** Whether all of the text, and not a part of it, matches: a pattern of a context may come without `^` and `$`. */
export function matchesWhole(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(text);
}

/** Whether a custom attribute can hold the text at all, however wide the context's pattern is. */
export function isStorable(text: string): boolean {
  return text !== '' && text.length <= MAX_STORED && !/[\p{Cc}\p{Cs}]/u.test(text);
}
