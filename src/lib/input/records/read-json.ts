import type { Readable } from 'node:stream';

import type { JSONParser } from '@streamparser/json';

import { MAX_LINE, readLines, TOO_LONG } from './read-lines.js';
import { readText } from '../decode/decode-text.js';
import type { RowProblem } from '../rows/row.js';

/** A JSON value of the input. */
export interface JsonValue {
  /** The line on which it starts, from 1. */
  readonly line: number;
  readonly value: unknown;
}

type Values = AsyncGenerator<JsonValue | RowProblem, void, undefined>;

const NOT_JSON = 'is not JSON';

/** The values of NDJSON, one per line; empty lines are skipped. */
export async function* readJsonLines(source: Readable): Values {
  for await (const read of readLines(source)) {
    if ('problem' in read) yield read;
    else if (read.text.trim() !== '') yield parsed(read.line, read.text);
  }
}

function parsed(line: number, text: string): JsonValue | RowProblem {
  try {
    return { line, value: JSON.parse(text) as unknown };
  } catch {
    return { line, problem: NOT_JSON };
  }
}

/**
 * The elements of a JSON array, with one element in memory at a time. Whatever is not JSON, is not an array or is too
 * long gives a problem and ends the reading.
 */
export async function* readJsonArray(source: Readable): Values {
  const elements = new ElementParser(await import('@streamparser/json'));
  for await (const piece of readText(source)) {
    if (typeof piece !== 'string') {
      yield piece;
      return;
    }
    // The parser reports no lines, so it gets one at a time: no token of JSON spans two.
    for (const text of piece.split(/(?<=\n)/)) {
      for (const found of elements.parse(text)) {
        yield found;
        if ('problem' in found) return;
      }
    }
  }
  const problem = elements.end();
  if (problem !== undefined) yield problem;
}

class ElementParser {
  private readonly parser: JSONParser;
  private line = 1;
  private isArray = false;
  /** Where the current element starts; `undefined` between elements. */
  private start: number | undefined;
  /** Characters since the end of the last element. */
  private length = 0;
  private found: (JsonValue | RowProblem)[] = [];

  constructor({ JSONParser, TokenType }: typeof import('@streamparser/json')) {
    this.parser = new JSONParser({ paths: ['$.*'], keepStack: false });
    this.parser.onToken = ({ token }) => {
      if (this.isArray) {
        if (token !== TokenType.COMMA && token !== TokenType.RIGHT_BRACKET) this.start ??= this.line;
      } else if (token === TokenType.LEFT_BRACKET) this.isArray = true;
      else this.refuse(token === TokenType.LEFT_BRACE ? OBJECT : 'is not a JSON array');
    };
    this.parser.onValue = ({ value }) => {
      this.found.push({ line: this.start ?? this.line, value });
      this.start = undefined;
      this.length = 0;
    };
    this.parser.onError = () => {
      this.refuse(this.parser.isEnded ? 'has text after the end of the JSON array' : NOT_JSON);
    };
  }

  /** The elements that end in a text, which is a line or a part of one; a problem comes last. */
  parse(text: string): readonly (JsonValue | RowProblem)[] {
    this.found = [];
    this.length += text.length;
    this.parser.write(text);
    if (this.length > MAX_LINE) this.refuse(TOO_LONG, this.start);
    if (text.endsWith('\n')) this.line += 1;
    return this.found;
  }

  /** What is wrong if the text ends here. */
  end(): RowProblem | undefined {
    if (this.parser.isEnded) return undefined;
    if (this.isArray)
      return { line: this.start ?? this.line, problem: 'is cut off: the JSON array does not end' };
    // A lone number becomes a token, and so a problem, only now.
    this.found = [];
    this.parser.end();
    return this.found.find((found) => 'problem' in found) ?? { line: this.line, problem: EMPTY };
  }

  private refuse(problem: string, line = this.line): void {
    this.found.push({ line, problem });
  }
}

const EMPTY = 'is empty: a JSON array is expected';
const OBJECT = 'is a JSON object; a JSON array is expected. For one object per line: --input-format ndjson';
