import wrapAnsi from 'wrap-ansi';

import { cellWidth } from './cells.js';

/** Spaces by which what was broken off a line is indented further than the line. */
const HANG = 2;

/** A command in a sentence, up to the end of the line or of the sentence. */
const COMMAND = /sf-admin (?:(?!\.? [A-Z(])[^\n])*/g;

/** Stands for a space at which no line is broken. A noncharacter, which no text has. */
const GLUE = '\uffff';

/**
 * `text` in lines of at most `width` cells, broken at spaces; what was broken off is indented. A word that is longer
 * stays whole, and so does a command: both are there to be copied, and a terminal copies what it broke itself as one
 * line. Undefined for no limit.
 */
export function wrap(text: string, width: number | undefined): string {
  if (width === undefined) return text;
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

/** The lines of `text`, which is one line, in `width` cells: the first as wide as the rest. See `wrap`. */
export function wrappedLines(text: string, width: number): string[] {
  if (cellWidth(text) <= width) return [text];
  const glued = text.replace(COMMAND, (command) => command.replaceAll(' ', GLUE));
  return wrapAnsi(glued, Math.max(1, width)).replaceAll(GLUE, ' ').split('\n');
}

function wrapLine(line: string, width: number): string {
  if (cellWidth(line) <= width) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  const text = line.slice(indent.length);
  // A first line that is as long as the others can be, once they are indented, is as long as it looks.
  const [first = '', ...rest] = wrappedLines(text, width - indent.length - HANG);
  return [indent + first, ...rest.map((part) => indent + ' '.repeat(HANG) + part)].join('\n');
}
