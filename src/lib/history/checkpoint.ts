import * as z from 'zod';

import { AdminError } from '../errors.js';
import { readNamedFile } from '../files/named-file.js';
import { parsedJson } from '../text/parsed.js';
import { type Head, linkHash } from './file/head.js';
import { parseEntry } from './file/parse-entry.js';
import type { HistoryStores } from './history-stores.js';
import { type HistoryStore, numberedLines } from './store.js';
import type { PoolVerification } from './verify-all.js';

/** The end of a history at a time, to be kept where those who can write the history cannot change it. */
export interface Checkpoint extends Head {
  readonly checkpoint: 1;
  readonly poolId: string;
  /** The address of the endpoint; null for AWS's own. */
  readonly endpoint: string | null;
  /** The file or table that the line is in. */
  readonly history: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

const CHECKPOINT = z.strictObject({
  checkpoint: z.literal(1),
  poolId: z.string(),
  endpoint: z.string().nullable(),
  history: z.string(),
  n: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
});

/** A file that is larger is no checkpoint. */
const MAX_BYTES = 10_000;

/**
 * Reads a checkpoint.
 *
 * @returns it, and the bytes of its file, of which the signatures are
 * @throws AdminError USAGE if the file cannot be read or is no checkpoint
 */
export async function readCheckpoint(file: string): Promise<{ checkpoint: Checkpoint; bytes: Buffer }> {
  const bytes = await readNamedFile(file, {
    what: 'the checkpoint',
    maxBytes: MAX_BYTES,
    hint: 'Check the path, and the permissions of the file.',
  });
  const read = CHECKPOINT.safeParse(parsedJson(bytes.toString('utf8')));
  if (read.success) return { checkpoint: read.data, bytes };
  throw new AdminError('USAGE', `${file} is not a checkpoint`, {
    hint: 'Give a file that sf-admin history checkpoint has written.',
  });
}

/** The last line of a history; `undefined` if it has none. @throws AdminError HISTORY_UNREADABLE */
export async function endOf(store: HistoryStore): Promise<Head | undefined> {
  const lines = store.linesFromEnd();
  try {
    for await (const { bytes, isWhole } of lines) {
      const entry = isWhole ? parseEntry(bytes.toString('utf8')) : undefined;
      if (entry !== undefined) return { n: entry.n, hash: linkHash(bytes) };
    }
    return undefined;
  } finally {
    await lines.return();
  }
}

/**
 * Compares a history with a checkpoint: the line of that number must still have that hash, in the store of the pool
 * or, if its history has been elsewhere, in one that was used before.
 *
 * @returns what is wrong; nothing if the line is there
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function compareCheckpoint(
  { current, earlier }: Pick<HistoryStores, 'current' | 'earlier'>,
  { n, hash, at }: Checkpoint,
): Promise<PoolVerification['faults']> {
  let end = 0;
  let found: string | undefined;
  for (const store of [current, ...earlier]) {
    const line = await lineOf(store, n);
    if (line.hash === hash) return [];
    found ??= line.hash;
    end = Math.max(end, line.end);
  }
  const fault = { line: Math.min(n, end), id: null, file: current.name };
  if (found !== undefined) {
    return [{ ...fault, problem: 'altered', found: `line ${n} is not the one of the checkpoint of ${at}` }];
  }
  const text = `the checkpoint of ${at} has line ${n}, but the history ends at line ${end}`;
  return [{ ...fault, problem: 'missing', found: text }];
}

/** The hash of the line of a number, if there is one; and the number of the last line that was read. */
async function lineOf(store: HistoryStore, n: number): Promise<{ hash?: string; end: number }> {
  for await (const { n: at, bytes } of numberedLines(store, n)) {
    if (at === n) return { hash: linkHash(bytes), end: at };
    break;
  }
  return { end: (await endOf(store))?.n ?? 0 };
}
