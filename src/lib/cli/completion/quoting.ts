/** How words are written in bash and PowerShell, whose scripts insert what they get. zsh and fish quote by themselves. */

/** An open quote at the end of a text, if there is one. */
type OpenQuote = '' | "'" | '"';

/** A word as bash reads it. */
interface BashWord {
  /** As typed. */
  readonly raw: string;
  /** Without quotes and backslashes. */
  readonly text: string;
  readonly quote: OpenQuote;
  /** Whether bash takes every character for itself: there is no `$`, `*` or the like that it would expand. */
  readonly isLiteral: boolean;
}

/**
 * The words of a line of bash, without `sf-admin`. Nothing is expanded: `$HOME` is a word of five letters.
 *
 * @param line the line up to the cursor
 * @returns the last word, which is empty after a space, and those before it without quotes
 */
export function bashWords(line: string): { before: string[]; last: BashWord } {
  const [, ...words] = readBash(line);
  return { before: words.slice(0, -1).map(({ text }) => text), last: words.at(-1) ?? EMPTY };
}

/**
 * What bash inserts for a value, or undefined if the value cannot be written in the quotes that are open, or behind
 * something that bash would expand.
 *
 * @param last the word under the cursor
 * @param replaced the end of the word, as typed, that bash replaces: it takes `:`, `=` and `@` for the start of a word
 */
export function bashInsertion(value: string, last: BashWord, replaced: string): string | undefined {
  if (!last.raw.endsWith(replaced)) return undefined;
  const { text, quote, isLiteral } = lastWord(last.raw.slice(0, last.raw.length - replaced.length));
  if (!isLiteral || !value.startsWith(text)) return undefined;
  const rest = value.slice(text.length);
  if (quote === "'") return rest.includes("'") ? undefined : rest;
  // Within double quotes, nothing keeps `!` from being expanded to an earlier command.
  if (quote === '"') return rest.includes('!') ? undefined : rest.replaceAll(/["\\$`]/g, String.raw`\$&`);
  return rest.replaceAll(/[^\w@%+=:,./-]/g, String.raw`\$&`);
}

/** A value as an argument in PowerShell, in which all of ' ‘ ’ ‚ ‛ are quotes. */
export function powerShellWord(value: string): string {
  return /^[\w./:+-]+(?:@[\w./:+-]+)?$/.test(value) ? value : `'${value.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}

const EMPTY: BashWord = { raw: '', text: '', quote: '', isLiteral: true };

function lastWord(text: string): BashWord {
  return readBash(text).at(-1) ?? EMPTY;
}

/** Every word of a line; after white space, an empty one. */
function readBash(line: string): BashWord[] {
  const words: BashWord[] = [];
  let [word, isEscaped] = [EMPTY, false];
  for (const character of line) {
    const { raw, text, quote, isLiteral } = word;
    if (isEscaped) {
      const kept = quote === '"' && !/["\\$`]/.test(character) ? `\\${character}` : character;
      word = { ...word, raw: raw + character, text: text + kept };
      isEscaped = false;
    } else if (character === '\\' && quote !== "'") {
      word = { ...word, raw: raw + character };
      isEscaped = true;
    } else if (quote === '' && /[ \t\n]/.test(character)) {
      if (raw !== '') words.push(word);
      word = EMPTY;
    } else if (character === quote) {
      word = { ...word, raw: raw + character, quote: '' };
    } else if (quote === '' && (character === "'" || character === '"')) {
      word = { ...word, raw: raw + character, quote: character };
    } else {
      const isPlain = isLiteral && PLAIN[quote].test(character);
      word = { quote, raw: raw + character, text: text + character, isLiteral: isPlain };
    }
  }
  return [...words, isEscaped ? { ...word, isLiteral: false } : word];
}

/** The characters that stand for themselves: outside quotes, and in each kind of them. */
const PLAIN: Readonly<Record<OpenQuote, RegExp>> = { '': /[\w@%+=:,./-]|[^ -~]/u, "'": /[^]/u, '"': /[^$`!]/u };
