/**
 * Characters that could deceive a terminal or its reader: control characters (C0, DEL, C1), which move the cursor or
 * start an escape sequence; bidirectional marks, embeddings, overrides and isolates, which reorder the text (Unicode
 * TR36, "bidirectional text spoofing"); line and paragraph separators; and lone surrogates, which no encoding can carry.
 */
const UNSAFE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * The same, characters that show nothing and make two different names look the same, and emoji. Variation selectors
 * only choose between forms of a character. In an emoji (a family, the flag of Wales) invisible characters join its parts.
 * A function, because V8 takes longer to compile the pattern than all the rest of a short command's output takes.
 */
const unsafeOrInvisible = (): RegExp =>
  /\p{RGI_Emoji}|[\p{Cc}\p{Cs}\u2028\u2029[\p{Default_Ignorable_Code_Point}--\p{Variation_Selector}]]/gv;

/** Printable ASCII, Latin letters, punctuation and arrows, in which nothing has to be escaped. */
const PLAIN = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff]*$/;

/** The same without C0 and surrogates: JSON.stringify escapes those itself, and its indentation is C0. */
const UNSAFE_IN_JSON = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

export interface VisibleOptions {
  /** Keep line feeds. */
  readonly multiline?: boolean;
  /** Keep tabs. */
  readonly tabs?: boolean;
  /** Keep what shows nothing but does not act on a terminal either, for text that programs read. */
  readonly invisible?: boolean;
}

/**
 * `text` with every character that could act on a terminal or shows nothing escaped, as in `\u001b`; other Unicode is
 * unchanged. For people: a backslash is not escaped, so no program can restore the text.
 */
export function visible(text: string, { multiline, tabs, invisible }: VisibleOptions = {}): string {
  if (PLAIN.test(text)) return text;
  return text.replace(invisible === true ? UNSAFE : unsafeOrInvisible(), (character) => {
    const kept =
      (multiline === true && character === '\n') ||
      (tabs === true && character === '\t') ||
      /^\p{RGI_Emoji}$/v.test(character);
    return kept ? character : unicodeEscape(character);
  });
}

/** `value` as JSON that is harmless on a terminal and parses to the same value; `indent` in spaces. */
export function safeJson(value: object | string | number | boolean | null, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE_IN_JSON, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}${character.slice(1) && unicodeEscape(character.slice(1))}`;
}
