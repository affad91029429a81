import { closest } from '../text/suggestion.js';

/** IDs made of a fixed word and a number, such as `tenant_001`. */
export interface NumberedShape {
  readonly prefix: string;
  readonly minDigits: number;
  /** Infinity if the pattern has no upper bound. */
  readonly maxDigits: number;
}

/**
 * The shape that a pattern such as `^tenant_[0-9]{3,}$` describes; undefined for any other pattern. With it, an error can
 * show an example instead of a regular expression, and suggest a correction.
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
 * The ID of that shape that was probably meant: corrects case, separators, a misspelt or missing word and the number of
 * zeros, but never the number itself.
 */
export function correctNumbered(text: string, shape: NumberedShape): string | undefined {
  const [, word = '', digits] = /^([^0-9]*)([0-9]+)\s*$/.exec(text) ?? [];
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
