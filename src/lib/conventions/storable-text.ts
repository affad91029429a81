/** Characters of an attribute's value if the schema has no bound of its own (API reference, AttributeValueType). */
export const MAX_STORED = 2048;

/** Whether text has control characters or lone surrogates, which no attribute accepts. */
export function holdsControls(text: string): boolean {
  return /[\p{Cc}\p{Cs}]/u.test(text);
}

/** Whether a custom attribute can store the text, whatever the context's pattern allows. */
export function isStorable(text: string): boolean {
  return text !== '' && text.length <= MAX_STORED && !holdsControls(text);
}
