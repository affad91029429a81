import type { HistoryStore } from '../store.js';
import { readLines, readLinesFromEnd } from './read-lines.js';

/** Milliseconds to wait for more entries: concurrent changes come in bursts, and each write takes a lock. */
const GATHERING = { gatherMs: 4 };

/** A history in a file of this machine, which need not exist. Nothing is read or loaded until it is needed. */
export function fileStore(file: string): HistoryStore {
  return {
    name: file,
    isShared: false,
    gather: GATHERING,
    lines: (from) => readLines(file, from),
    linesFromEnd: () => readLinesFromEnd(file),
    find: () => Promise.resolve(undefined),
    after: ({ offset, bytes }) => offset + bytes.length + 1,
    positionOf: () => undefined,
    head: async () => (await import('./head.js')).readHead(file),
    append: async (entries) => (await import('./append.js')).appendEntries(file, ...entries),
  };
}
