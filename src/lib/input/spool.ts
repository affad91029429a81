import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';

import { assertOwn } from '../files/own-file.js';

/** Characters that are buffered before they are written. */
const CHUNK = 65_536;

/** A local file of many items, one JSON line each, so that they need not be kept in memory. */
export interface SpoolWriter<Item> {
  add(item: Item): Promise<void>;
  /** Completes the spool and moves it to its path. */
  close(): Promise<void>;
  /** Discards the new spool; an existing one stays. */
  abandon(): Promise<void>;
}

/**
 * Writes a spool, readable by this user only. An existing one is replaced when the new one is complete.
 *
 * @throws the system's error, at the latest on close
 */
export function writeSpool<Item>(file: string): SpoolWriter<Item> {
  const unfinished = `${file}.new`;
  const stream = createWriteStream(unfinished, { mode: 0o600 });
  const end = finished(stream);
  // The next call of `add` or `close` throws the error.
  end.catch(() => undefined);
  let text = '';
  const flush = async (): Promise<void> => {
    const chunk = text;
    text = '';
    if (stream.write(chunk)) return;
    await Promise.race([once(stream, 'drain'), end]);
  };
  return {
    async add(item) {
      text += `${oneLine(item)}\n`;
      if (text.length >= CHUNK) await flush();
    },
    async close() {
      await flush();
      stream.end();
      await end;
      await rename(unfinished, file);
    },
    async abandon() {
      stream.destroy();
      await end.catch(() => undefined);
      await rm(unfinished, { force: true });
    },
  };
}

/** Readers of earlier versions also end a line at U+2028 and U+2029, so they are escaped. */
function oneLine(item: unknown): string {
  return JSON.stringify(item).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/**
 * The items of a spool, in order. This program wrote them, so a broken line is a defect and throws.
 *
 * @throws AdminError UNSAFE_FILE if somebody else may have changed it
 */
export async function* readSpool<Item>(file: string): AsyncGenerator<Item, void, undefined> {
  assertOwn(file);
  let rest = '';
  // Not with Node's readline, which takes several times as long.
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Item;
  }
  if (rest !== '') yield JSON.parse(rest) as Item;
}
