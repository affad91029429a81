import type * as StreamParser from '@streamparser/json';

import { AdminError } from '../errors.js';
import { readText, UnreadableInput } from '../input/decode/decode-text.js';
import { readJsonLines } from '../input/records/read-json.js';
import { MAX_LINE, TOO_LONG } from '../input/records/read-lines.js';
import { parsedJson } from '../text/parsed.js';
import { quoted } from '../text/quoted.js';
import { type TrailEvent, trailEventFrom } from './trail-event.js';

/**
 * The records of a CloudTrail file, one at a time, in the order of the file, which is not that of the times:
 *
 * - a log file as CloudTrail delivers it, `{"Records": […]}` ("CloudTrail log file examples" in its user guide), or several
 *   of them one after another,
 * - what `aws cloudtrail lookup-events` prints, `{"Events": […]}`, in which each record is JSON in a text,
 * - one record on each line;
 *
 * each of them plain, or compressed with gzip as CloudTrail does.
 *
 * @param name what the file is called in errors
 * @throws AdminError USAGE, with the place, for what is none of these
 */
export async function* readTrail(
  source: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<TrailEvent, void, undefined> {
  let count = 0;
  const refuse = (problem: string, cause?: unknown): never => {
    throw new AdminError('USAGE', `${quoted(name)} is not a readable CloudTrail file: ${problem}`, {
      hint:
        'Give a log file as CloudTrail delivers it (.json or .json.gz), the output of "aws cloudtrail lookup-events", ' +
        'or a file with one record on each line.',
      cause,
    });
  };
  try {
    for await (const { line, value } of recordsOf(await unpacked(source))) {
      count += 1;
      const event = trailEventFrom(value);
      if (typeof event === 'string') return refuse(`record ${count}, on line ${line}, ${event}`);
      yield event;
    }
  } catch (error) {
    if (error instanceof UnreadableInput) {
      const problem = error.problem === TOO_LONG ? IS_LONG : error.problem;
      refuse(`line ${error.line}${count === 0 ? '' : `, after record ${count},`} ${problem}`, error);
    }
    if (isOfZlib(error)) refuse(`its compressed data are damaged or cut off after record ${count}`, error);
    throw error;
  }
}

/** A record has at most 256 kB ("CloudTrail record contents" in the user guide). */
const IS_LONG = `has more than ${MAX_LINE} characters without a record of CloudTrail`;

function isOfZlib(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return error instanceof Error && typeof code === 'string' && code.startsWith('Z_');
}

/** The source without its compression, by its first bytes (RFC 1952). Files that were compressed one by one may be joined. */
async function unpacked(source: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const { start, all } = await startOf(source, ({ length }) => length >= 2);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return all;
  const [{ createGunzip }, { pipeline, Readable }] = await Promise.all([import('node:zlib'), import('node:stream')]);
  // An error of either reaches the reader of the last.
  return pipeline(Readable.from(all), createGunzip(), () => undefined);
}

/** Reads chunks until the start of the source is long enough, and gives the source with that start. */
async function startOf(
  source: AsyncIterable<Uint8Array>,
  isEnough: (start: Buffer) => boolean,
): Promise<{ start: Buffer; all: AsyncIterable<Uint8Array> }> {
  const chunks = source[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  while (!isEnough(start)) {
    const next = await chunks.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
  }
  async function* all(): AsyncGenerator<Uint8Array, void, undefined> {
    if (start.length > 0) yield start;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return { start, all: all() };
}

/** A record, and the line on which it ends, from 1. */
interface FoundRecord {
  readonly line: number;
  readonly value: unknown;
}

/** The start of an object that has records in a list. */
const CONTAINER = /^\ufeff?\s*\{\s*"(Records|Events)"\s*:/;
/** Bytes by which a container shows itself, spaces included. */
const START = 1_024;

async function* recordsOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<FoundRecord, void, undefined> {
  const { start, all } = await startOf(source, ({ length }) => length >= START);
  if (start.length === 0) throw new UnreadableInput(1, 'is missing: the file is empty', 'empty');
  if (CONTAINER.test(start.toString('utf8'))) {
    yield* containedRecords(all);
    return;
  }
  for await (const row of readJsonLines(all)) {
    if ('problem' in row) throw new UnreadableInput(row.line, row.problem);
    yield row;
  }
}

/** The elements of the lists `Records` and `Events` of one object after another, with one element in memory at a time. */
async function* containedRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<FoundRecord, void, undefined> {
  const records = new RecordParser(await import('@streamparser/json'));
  for await (const piece of readText(source)) {
    // The parser reports no lines, so it gets one at a time: no token of JSON spans two.
    for (const text of piece.split(/(?<=\n)/)) yield* records.parse(text);
  }
  records.end();
}

class RecordParser {
  readonly #parser: StreamParser.JSONParser;
  #line = 1;
  /** Characters since the end of the last record. */
  #length = 0;
  #records: FoundRecord[] = [];
  #problem: string | undefined;
  /** Objects and lists that are open, and whether the outermost has a list of records. */
  #depth = 0;
  #hasRecords = false;

  constructor({ JSONParser, TokenType }: typeof StreamParser) {
    const lists = ['Records', 'Events'];
    const paths = lists.map((name) => `$.${name}.*`);
    this.#parser = new JSONParser({ paths, keepStack: false, separator: '' });
    this.#parser.onToken = ({ token, value }) => {
      if (this.#depth === 0 && token !== TokenType.LEFT_BRACE) this.#problem ??= 'is not an object with records';
      if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) this.#depth += 1;
      else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) this.#depth -= 1;
      else if (this.#depth === 1 && lists.includes(String(value))) this.#hasRecords = true;
      if (this.#depth > 0) return;
      // A record among the lists would be lost without notice.
      if (!this.#hasRecords) this.#problem ??= 'is not an object with records';
      this.#hasRecords = false;
    };
    this.#parser.onValue = ({ value }) => {
      this.#records.push({ line: this.#line, value: lookedUp(value) });
      this.#length = 0;
    };
    this.#parser.onError = () => {
      this.#problem ??= 'is not JSON';
    };
  }

  /** The records that end in a text, which is a line or a part of one. */
  *parse(text: string): Generator<FoundRecord, void, undefined> {
    this.#records = [];
    this.#length += text.length;
    this.#parser.write(text);
    yield* this.#records;
    if (this.#length > MAX_LINE) this.#problem ??= TOO_LONG;
    if (this.#problem !== undefined) throw new UnreadableInput(this.#line, this.#problem);
    if (text.endsWith('\n')) this.#line += 1;
  }

  end(): void {
    this.#parser.end();
    if (this.#problem !== undefined)
      throw new UnreadableInput(this.#line, 'is cut off: the list of records does not end');
  }
}

/** The record in an event that LookupEvents returns (CloudTrail API reference, Event), or the record as it is. */
function lookedUp(value: unknown): unknown {
  const { CloudTrailEvent: json } = (value ?? {}) as { readonly CloudTrailEvent?: unknown };
  return typeof json === 'string' ? parsedJson(json) : value;
}
