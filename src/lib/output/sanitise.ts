/**
 * Characters that could deceive a terminal or its reader: control characters (C0, DEL, C1), which move the cursor or
 * start an escape sequence; bidirectional marks, embeddings, overrides and isolates, which reorder the text (Unicode
 * TR36, "bidirectional text spoofing"); line and paragraph separators; and lone surrogates, which no encoding can carry.
 */
const UNSAFE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** The same without C0 and surrogates: JSON.stringify escapes those itself, and its indentation is C0. */
const UNSAFE_IN_JSON = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

export interface VisibleOptions {
  /** Keep line feeds. */
  readonly multiline?: boolean;
  /** Keep tabs. */
  readonly tabs?: boolean;
}

/**
 * `text` with every character that could act on a terminal escaped, as in `\u001b`; other Unicode is unchanged. For
 * people: a backslash is not escaped, so no program can restore the text.
 */
export function visible(text: string, { multiline = false, tabs = false }: VisibleOptions = {}): string {
  return text.replace(UNSAFE, (character) => {
    const kept = (multiline && character === '\n') || (tabs && character === '\t');
    return kept ? character : unicodeEscape(character);
  });
}

/** `value` as JSON that is harmless on a terminal and parses to the same value; `indent` in spaces. */
export function safeJson(value: object | string | number | boolean | null, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE_IN_JSON, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
