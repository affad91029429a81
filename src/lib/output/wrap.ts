import wrapAnsi from 'wrap-ansi';

import { cellWidth } from './cells.js';

/** Spaces by which continuation lines are indented further than the first line. */
const HANG = 2;

/** A command in a sentence, up to the end of the line or of the sentence. */
const COMMAND = /sf-admin (?:(?!\.? [A-Z(])[^\n])*/g;

/** Replaces a space at which the line must not break. A noncharacter, which occurs in no text. */
const GLUE = '\uffff';

/**
 * `text` in lines of at most `width` terminal cells (undefined: no limit), broken at spaces, with continuation lines
 * indented. A longer word and a command stay on one line so that they can be copied: a terminal copies a line that it
 * wrapped itself as one.
 */
export function wrap(text: string, width: number | undefined): string {
  if (width === undefined) return text;
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

/** One line of text in lines of at most `width` terminal cells, without indentation. See `wrap`. */
export function wrappedLines(text: string, width: number): string[] {
  if (cellWidth(text) <= width) return [text];
  const glued = text.replace(COMMAND, (command) => command.replaceAll(' ', GLUE));
  return wrapAnsi(glued, Math.max(1, width)).replaceAll(GLUE, ' ').split('\n');
}

function wrapLine(line: string, width: number): string {
  if (cellWidth(line) <= width) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  const text = line.slice(indent.length);
  // The first line is made as short as the others, which are indented.
  const [first = '', ...rest] = wrappedLines(text, width - indent.length - HANG);
  return [indent + first, ...rest.map((part) => indent + ' '.repeat(HANG) + part)].join('\n');
}
