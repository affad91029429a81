import { closest } from '../text/suggestion.js';

/** IDs that are a fixed word and then a number, such as `tenant_001`. */
export interface NumberedShape {
  readonly prefix: string;
  readonly minDigits: number;
  /** Infinity where the pattern sets no bound. */
  readonly maxDigits: number;
}

/**
 * The shape that a pattern such as `^tenant_[0-9]{3,}$` describes; none for a pattern that says anything else.
 * It lets an error show an example instead of a regular expression, and mend what was typed.
 */
export function numberedShape(pattern: string): NumberedShape | undefined {
  const [, prefix, least, comma, most, plus] =
    /^\^?([A-Za-z][\w-]*?)(?:\[0-9\]|\\d)(?:\{(\d+)(,(\d+)?)?\}|(\+)|)\$?$/.exec(pattern) ?? [];
  if (prefix === undefined) return undefined;
  const minDigits = Number(least ?? 1);
  const open = plus !== undefined || (comma !== undefined && most === undefined);
  return { prefix, minDigits, maxDigits: open ? Infinity : Number(most ?? minDigits) };
}

/**
 * The ID of that shape which the text was probably meant to be: case, separators, a misspelt or missing word and the
 * number of zeros mended. None where the number itself is in doubt.
 */
export function mendNumbered(text: string, shape: NumberedShape): string | undefined {
  const [, word = '', digits] = /^\s*([^0-9]*)([0-9]+)\s*$/.exec(text) ?? [];
  if (digits === undefined || !isWord(word, shape.prefix)) return undefined;
  const number = digits.replace(/^0+(?=\d)/, '');
  return number.length > shape.maxDigits ? undefined : shape.prefix + number.padStart(shape.minDigits, '0');
}

function isWord(word: string, prefix: string): boolean {
  const letters = lettersOf(word);
  return letters === '' || closest(letters, [lettersOf(prefix)]) !== undefined;
}

function lettersOf(word: string): string {
  return word.toLowerCase().replaceAll(/[^\p{L}]/gu, '');
}
