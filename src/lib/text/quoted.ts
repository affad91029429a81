const MAX_SHOWN = 100;

/**
 * What a person typed, for a sentence: in double quotes, cut where it is very long, and with control and invisible
 * characters as escapes, since the text may be anything and the sentence may reach a terminal.
 */
export function quoted(text: string): string {
  const shown = text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`;
  return `"${shown.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped)}"`;
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
