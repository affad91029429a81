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
}

/**
 * The words of a line of bash, without `sf-admin`. Nothing is expanded: `$HOME` is a word of five letters.
 *
 * @param line the line up to the cursor
 * @returns the last word, which is empty after a space, and those before it without quotes
 */
export function bashWords(line: string): { before: string[]; last: BashWord } {
  const words = readBash(line);
  const last = words.at(-1) ?? { raw: '', text: '', quote: '' };
  return {
    before: words.slice(1, -1).map(({ text }) => text),
    last: words.length > 1 ? last : { raw: '', text: '', quote: '' },
  };
}

/**
 * What bash inserts for a value, or undefined if the value cannot be written in the quotes that are open.
 *
 * @param last the word under the cursor
 * @param replaced the end of the word, as typed, that bash replaces: it takes `:`, `=` and `@` for the start of a word
 */
export function bashInsertion(value: string, last: BashWord, replaced: string): string | undefined {
  const kept = last.raw.endsWith(replaced) ? last.raw.slice(0, last.raw.length - replaced.length) : '';
  const { text, quote } = readBash(kept).at(-1) ?? { text: '', quote: '' };
  if (!value.startsWith(text)) return undefined;
  const rest = value.slice(text.length);
  if (quote === "'") return rest.includes("'") ? undefined : rest;
  // Within double quotes, nothing keeps `!` from being expanded to an earlier command.
  if (quote === '"') return rest.includes('!') ? undefined : rest.replaceAll(/["\\$`]/g, String.raw`\$&`);
  return rest.replaceAll(/[^\w@%+=:,./-]/gu, String.raw`\$&`);
}

/** A value as an argument in PowerShell, in which all of ' ‘ ’ ‚ ‛ are quotes. */
export function powerShellWord(value: string): string {
  return /^[\w./:+-]+(?:@[\w./:+-]+)?$/.test(value) ? value : `'${value.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** Every word of a line; after white space, an empty one. */
function readBash(line: string): BashWord[] {
  const words: BashWord[] = [];
  let [raw, text, quote]: [string, string, OpenQuote] = ['', '', ''];
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    const next = line.charAt(index + 1);
    if (quote === '' && /[ \t\n]/.test(character)) {
      if (raw !== '') words.push({ raw, text, quote });
      [raw, text] = ['', ''];
      continue;
    }
    raw += character;
    if (character === quote) quote = '';
    else if (quote === '' && (character === "'" || character === '"')) quote = character;
    else if (character === '\\' && (quote === '' || (quote === '"' && /["\\$`]/.test(next)))) {
      raw += next;
      text += next;
      index += 1;
    } else text += character;
  }
  words.push({ raw, text, quote });
  return words;
}
