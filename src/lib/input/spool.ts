import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

/** Characters that are gathered before they are written. */
const CHUNK = 65_536;

/** A file of this machine that holds many things, one a line, so that none of them need be held in memory. */
export interface SpoolWriter<Item> {
  add(item: Item): Promise<void>;
  /** Puts the spool in its place, whole. */
  close(): Promise<void>;
  /** Leaves what was there in its place. */
  abandon(): Promise<void>;
}

/**
 * Writes a spool, for its user alone; one that is there is replaced when it is whole.
 *
 * @throws the system's error, at the latest on close
 */
export function writeSpool<Item>(file: string): SpoolWriter<Item> {
  const unfinished = `${file}.new`;
  const stream = createWriteStream(unfinished, { mode: 0o600 });
  const end = finished(stream);
  // Told by `add` and `close`, whichever comes next.
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

/** Newer versions of Node's readline end a line at these as well (22 and 24 do, 20 does not). */
function oneLine(item: unknown): string {
  return JSON.stringify(item).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** What a spool holds, in order. It was written by this program, and a line that is not whole is a defect. */
export async function* readSpool<Item>(file: string): AsyncGenerator<Item, void, undefined> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) yield JSON.parse(line) as Item;
}
