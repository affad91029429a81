import { AdminError, type ErrorCode } from '../errors.js';
import { quoted } from './quoted.js';

/** Printable ASCII and Latin letters, in which nothing is refused. */
const PLAIN = /^[ -~\u00a1-\u00ac\u00ae-\u02ff]*$/;

/**
 * Control characters and lone surrogates, which no attribute accepts. A function, like the next: V8 takes a millisecond for
 * these patterns, a hundredth of a short command, and most text is plain.
 */
const controls = (): RegExp => /[\p{Cc}\p{Cs}]/v;

/** The same, what shows nothing, and every space but the one of the keyboard. Variation selectors belong to emoji. */
const unseen = (): RegExp =>
  /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}[\p{Zs}--[ ]][\p{Default_Ignorable_Code_Point}--\p{Variation_Selector}]]/v;

/** Unicode's names of those that most often come with copied text. */
const NAMES: Readonly<Record<string, string>> = {
  '\u0000': 'NULL',
  '\t': 'TAB',
  '\n': 'LINE FEED',
  '\r': 'CARRIAGE RETURN',
  '\u001b': 'ESCAPE',
  '\u00a0': 'NO-BREAK SPACE',
  '\u00ad': 'SOFT HYPHEN',
  '\u2003': 'EM SPACE',
  '\u2007': 'FIGURE SPACE',
  '\u2009': 'THIN SPACE',
  '\u200b': 'ZERO WIDTH SPACE',
  '\u200c': 'ZERO WIDTH NON-JOINER',
  '\u200d': 'ZERO WIDTH JOINER',
  '\u200e': 'LEFT-TO-RIGHT MARK',
  '\u200f': 'RIGHT-TO-LEFT MARK',
  '\u2028': 'LINE SEPARATOR',
  '\u2029': 'PARAGRAPH SEPARATOR',
  '\u202a': 'LEFT-TO-RIGHT EMBEDDING',
  '\u202b': 'RIGHT-TO-LEFT EMBEDDING',
  '\u202c': 'POP DIRECTIONAL FORMATTING',
  '\u202d': 'LEFT-TO-RIGHT OVERRIDE',
  '\u202e': 'RIGHT-TO-LEFT OVERRIDE',
  '\u202f': 'NARROW NO-BREAK SPACE',
  '\u2060': 'WORD JOINER',
  '\u2066': 'LEFT-TO-RIGHT ISOLATE',
  '\u2067': 'RIGHT-TO-LEFT ISOLATE',
  '\u2068': 'FIRST STRONG ISOLATE',
  '\u2069': 'POP DIRECTIONAL ISOLATE',
  '\u3000': 'IDEOGRAPHIC SPACE',
  '\ufeff': 'ZERO WIDTH NO-BREAK SPACE',
};

/**
 * What people type or paste, such as an address, an ID or a role, without its outer spaces. An invisible character
 * is refused and not dropped: the text may have come from a place that is wrong in other ways too.
 *
 * @param what names the text in the message, as it stands before it: `tenant`
 * @param kind `prose` for text that only people read, such as their names, which may need any character but controls
 * @throws AdminError with the given code, naming the first such character and its position, from 1
 */
export function parsePasted(
  text: string,
  what: string,
  code: ErrorCode,
  kind: 'identifier' | 'prose' = 'identifier',
): string {
  if (PLAIN.test(text)) return text.trim();
  const found = (kind === 'prose' ? controls() : unseen()).exec(text);
  if (found === null) return text.trim();
  const position = Array.from(text.slice(0, found.index)).length + 1;
  throw new AdminError(code, `${what} ${quoted(text)} has ${characterName(found[0])} at position ${position}`, {
    hint: 'Remove it, or type the text instead of pasting it',
  });
}

/** As Unicode writes it: `U+200B ZERO WIDTH SPACE`. */
function characterName(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return `${code} ${NAMES[character] ?? (controls().test(character) ? '(a control character)' : '(an invisible character)')}`;
}
