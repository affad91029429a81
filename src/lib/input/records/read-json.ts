import type * as StreamParser from '@streamparser/json';

import { readText, UnreadableInput } from '../decode/decode-text.js';
import type { RowProblem } from '../rows/row.js';
import { MAX_LINE, readLines, TOO_LONG } from './read-lines.js';

/** A JSON value of the input. */
export interface JsonValue {
  /** The line on which it starts, from 1. */
  readonly line: number;
  readonly value: unknown;
}

const NOT_JSON = 'is not JSON';

/** The values of NDJSON, one per line, with a problem for each line that is not JSON. Empty lines are skipped. */
export async function* readJsonLines(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<JsonValue | RowProblem, void, undefined> {
  for await (const { line, text } of readLines(source)) if (text.trim() !== '') yield parsed(line, text);
}

function parsed(line: number, text: string): JsonValue | RowProblem {
  try {
    return { line, value: JSON.parse(text) as unknown };
  } catch {
    return { line, problem: NOT_JSON };
  }
}

/**
 * The elements of a JSON array, or of the array `Users` that `aws cognito-idp list-users` prints in an object, with one
 * element in memory at a time.
 *
 * @throws UnreadableInput after the last element before anything that is not JSON, not an array or too long
 */
export async function* readJsonArray(source: AsyncIterable<Uint8Array>): AsyncGenerator<JsonValue, void, undefined> {
  const elements = new ElementParser(await import('@streamparser/json'));
  for await (const piece of readText(source)) {
    // The parser reports no lines, so it gets one at a time: no token of JSON spans two.
    for (const text of piece.split(/(?<=\n)/)) yield* elements.parse(text);
  }
  elements.end();
}

class ElementParser {
  private readonly parser: StreamParser.JSONParser;
  private line = 1;
  private isArray = false;
  /** The line on which an object around the array starts. */
  private objectLine: number | undefined;
  private hasUsers = false;
  /** Where the current element starts; `undefined` between elements. */
  private start: number | undefined;
  /** Characters since the end of the last element. */
  private length = 0;
  private elements: JsonValue[] = [];
  private error: UnreadableInput | undefined;

  constructor({ JSONParser, TokenType }: typeof StreamParser) {
    this.parser = new JSONParser({ paths: ['$.*', '$.Users.*'], keepStack: false });
    this.parser.onToken = ({ token }) => {
      if (this.isArray) {
        if (token !== TokenType.COMMA && token !== TokenType.RIGHT_BRACKET) this.start ??= this.line;
      } else if (token === TokenType.LEFT_BRACKET) this.isArray = true;
      else if (token === TokenType.LEFT_BRACE) this.objectLine ??= this.line;
      else if (this.objectLine === undefined) this.refuse('is not a JSON array');
    };
    this.parser.onValue = ({ value, key, parent, stack }) => {
      const isElement = Array.isArray(parent) && stack.length === (this.objectLine === undefined ? 1 : 2);
      if (isElement) this.elements.push({ line: this.start ?? this.line, value });
      else if (stack.length === 1 && key === 'Users' && Array.isArray(value)) this.hasUsers = true;
      else if (PAGE_TOKENS.includes(String(key))) this.refuse(`has ${key}: ${IS_PAGE}`);
      else this.refuse(IS_OBJECT, this.objectLine);
      this.start = undefined;
      this.length = 0;
    };
    this.parser.onError = () => {
      this.refuse(this.parser.isEnded ? 'has text after the end of the JSON array' : NOT_JSON);
    };
  }

  /** The elements that end in a text, which is a line or a part of one. */
  *parse(text: string): Generator<JsonValue, void, undefined> {
    this.elements = [];
    this.length += text.length;
    this.parser.write(text);
    if (this.length > MAX_LINE) this.refuse(TOO_LONG, this.start);
    if (text.endsWith('\n')) this.line += 1;
    yield* this.elements;
    if (this.error !== undefined) throw this.error;
  }

  end(): void {
    if (this.parser.isEnded) {
      if (this.objectLine === undefined || this.hasUsers) return;
      this.refuse(IS_OBJECT, this.objectLine);
    } else if (this.isArray) this.refuse('is cut off: the JSON array does not end', this.start);
    // A lone number becomes a token, and so an error, only now.
    else this.parser.end();
    throw this.error ?? new UnreadableInput(this.line, 'a JSON array is missing', 'empty');
  }

  private refuse(problem: string, line = this.line): void {
    this.error ??= new UnreadableInput(line, problem);
  }
}

/** What ListUsers, and the AWS CLI with --max-items, print after the users of a list that goes on. */
const PAGE_TOKENS = ['PaginationToken', 'NextToken'];

const IS_PAGE = 'the list goes on. Get all of it; or, to use only these users, remove that key';

const IS_OBJECT = 'is a JSON object; a JSON array is expected. For one object per line: --input-format ndjson';
