/** Characters of an attribute's value if the schema has no bound of its own (API reference, AttributeValueType). */
export const MAX_STORED = 2048;

/** Whether a custom attribute can store the text, whatever the context's pattern allows. */
export function isStorable(text: string): boolean {
  // No attribute accepts control characters and lone surrogates.
  return text !== '' && text.length <= MAX_STORED && !/[\p{Cc}\p{Cs}]/u.test(text);
}
