/** Longest value of an attribute where the schema sets no bound of its own, in characters (COGNITO.md, "Users"). */
export const MAX_STORED = 2048;

/** Whether text holds control characters or halves of characters, which no attribute takes. */
export function holdsControls(text: string): boolean {
  return /[\p{Cc}\p{Cs}]/u.test(text);
}

/** Whether a custom attribute can hold the text at all, however wide the context's pattern is. */
export function isStorable(text: string): boolean {
  return text !== '' && text.length <= MAX_STORED && !holdsControls(text);
}
