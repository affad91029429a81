import type { Readable } from 'node:stream';

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
  const { JSONParser, TokenType } = await import('@streamparser/json');
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false });
  let elements: JsonValue[] = [];
  let problem: RowProblem | undefined;
  let line = 1;
  let isArray = false;
  /** Where the current element starts; `undefined` between elements. */
  let start: number | undefined;
  /** Characters since the last element. */
  let length = 0;
  parser.onToken = ({ token }) => {
    if (!isArray) {
      isArray = token === TokenType.LEFT_BRACKET;
      if (!isArray) problem ??= { line, problem: notAnArray(token === TokenType.LEFT_BRACE) };
    } else if (token !== TokenType.COMMA && token !== TokenType.RIGHT_BRACKET) start ??= line;
  };
  parser.onValue = ({ value }) => {
    if (isArray) elements.push({ line: start ?? line, value });
    start = undefined;
    length = 0;
  };
  parser.onError = () => {
    problem ??= { line, problem: parser.isEnded ? 'has text after the end of the JSON array' : NOT_JSON };
  };
  for await (const piece of readText(source)) {
    if (typeof piece !== 'string') {
      yield piece;
      return;
    }
    // The parser reports no lines, so it gets one at a time: no token of JSON spans two.
    for (const text of piece.split(/(?<=\n)/)) {
      length += text.length;
      parser.write(text);
      if (length > MAX_LINE) problem ??= { line: start ?? line, problem: TOO_LONG };
      yield* elements;
      elements = [];
      if (problem !== undefined) {
        yield problem;
        return;
      }
      if (text.endsWith('\n')) line += 1;
    }
  }
  if (!isArray) yield { line, problem: 'is empty: a JSON array is expected' };
  else if (!parser.isEnded) yield { line: start ?? line, problem: 'is cut off: the JSON array does not end' };
}

function notAnArray(isObject: boolean): string {
  return isObject
    ? 'is a JSON object; a JSON array is expected. For one object per line: --input-format ndjson'
    : 'is not a JSON array';
}
