/** Longest value of a custom attribute, in characters (COGNITO.md, "Users"). */
const MAX_STORED = 2048;

/** Whether a custom attribute can hold the text at all, however wide the context's pattern is. */
export function isStorable(text: string): boolean {
  return text !== '' && text.length <= MAX_STORED && !/[\p{Cc}\p{Cs}]/u.test(text);
}
