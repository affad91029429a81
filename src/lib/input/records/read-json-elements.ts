import type { Readable } from 'node:stream';

import { MAX_LINE, type TextLine, TOO_LONG } from './read-lines.js';
import { readText } from '../decode/decode-text.js';
import type { RowProblem } from '../rows/row.js';

type Place = 'before' | 'element' | 'after';

/** What ends a stretch that need not be looked at: in a string, and outside of one. */
const IN_STRING = /["\\\n]/g;
const OUTSIDE = /["[\]{},\n]/g;

/**
 * The elements of a JSON array as their texts, a chunk in memory at a time, each with the line that it starts on: what no
 * parser tells. Only strings and brackets are looked at; whether an element is JSON is for JSON.parse to say. What is no
 * array, does not end, or goes on after its end, ends the reading with a problem.
 */
export async function* readElements(
  source: Readable,
): AsyncGenerator<TextLine | RowProblem, void, undefined> {
  const scanner = new ElementScanner();
  for await (const piece of readText(source)) {
    if (typeof piece !== 'string') {
      yield piece;
      return;
    }
    for (const found of scanner.scan(piece)) {
      yield found;
      if ('problem' in found) return;
    }
  }
  const problem = scanner.end();
  if (problem !== undefined) yield problem;
}

class ElementScanner {
  private place: Place = 'before';
  private line = 1;
  /** Where the element begins; 0 as long as only white space was met. */
  private startLine = 0;
  private text = '';
  private depth = 0;
  private isString = false;
  private isEscaped = false;
  private count = 0;

  *scan(piece: string): Generator<TextLine | RowProblem, void, undefined> {
    let at = 0;
    if (this.place === 'before') {
      at = this.skipSpace(piece, 0);
      if (at === piece.length) return;
      if (piece[at] !== '[') {
        yield { line: this.line, problem: notAnArray(piece.slice(at)) };
        return;
      }
      this.place = 'element';
      at += 1;
    }
    let taken = at;
    while (this.place === 'element' && at < piece.length) {
      if (this.startLine === 0) {
        at = this.skipSpace(piece, at);
        taken = at;
        if (at === piece.length) break;
        this.startLine = this.line;
      }
      at = this.next(piece, at);
      if (at === piece.length) break;
      const character = piece[at] ?? '';
      const isEnd = !this.isString && this.depth === 0 && (character === ',' || character === ']');
      if (isEnd) {
        const text = (this.text + piece.slice(taken, at)).trimEnd();
        const isEmptyArray = text === '' && character === ']' && this.count === 0;
        if (text === '' && !isEmptyArray) {
          yield { line: this.line, problem: `has a comma too many: there is nothing before ${character}` };
          return;
        }
        if (text.length > MAX_LINE) {
          yield { line: this.startLine, problem: TOO_LONG };
          return;
        }
        if (text !== '') yield { line: this.startLine, text };
        this.count += 1;
        this.text = '';
        this.startLine = 0;
        if (character === ']') this.place = 'after';
        taken = at + 1;
      } else this.meet(character);
      at += 1;
    }
    if (this.place === 'after') {
      at = this.skipSpace(piece, at);
      if (at < piece.length) yield { line: this.line, problem: 'goes on after the end of the JSON array' };
    } else if (this.startLine !== 0) {
      this.text += piece.slice(taken);
      if (this.text.length > MAX_LINE) yield { line: this.startLine, problem: TOO_LONG };
    }
  }

  /** What is wrong where the text ends here. */
  end(): RowProblem | undefined {
    if (this.place === 'after') return undefined;
    if (this.place === 'before') return { line: this.line, problem: 'is empty: a JSON array is expected' };
    return this.startLine === 0
      ? { line: this.line, problem: 'ends the JSON array without a ]' }
      : { line: this.startLine, problem: 'is not ended: the JSON array is cut off' };
  }

  /** The place of the next character that means something, or the end of the piece. */
  private next(piece: string, from: number): number {
    if (this.isEscaped) return from;
    const pattern = this.isString ? IN_STRING : OUTSIDE;
    pattern.lastIndex = from;
    return pattern.exec(piece)?.index ?? piece.length;
  }

  private meet(character: string): void {
    if (character === '\n') this.line += 1;
    if (this.isEscaped) this.isEscaped = false;
    else if (this.isString) {
      if (character === '"') this.isString = false;
      else if (character === '\\') this.isEscaped = true;
    } else if (character === '"') this.isString = true;
    else if (character === '[' || character === '{') this.depth += 1;
    else if (character === ']' || character === '}') this.depth -= 1;
  }

  private skipSpace(piece: string, from: number): number {
    let at = from;
    for (; at < piece.length; at += 1) {
      const character = piece[at] ?? '';
      if (character === '\n') this.line += 1;
      else if (character !== ' ' && character !== '\t' && character !== '\r') break;
    }
    return at;
  }
}

function notAnArray(text: string): string {
  return text.startsWith('{')
    ? 'is a JSON object, and a JSON array is expected. For an object a line: --input-format ndjson'
    : 'is no JSON array';
}
