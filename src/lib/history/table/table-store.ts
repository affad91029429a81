import type { HistoryStore } from '../store.js';
import type { TableChain, TablePlace } from './table-chain.js';

/**
 * A block takes 50 entries, or those of an eighth of a second: so at most ten blocks a second are written that are not
 * full. The two of a person's change need not wait.
 */
const BLOCK = { enough: 50, gatherMs: 125, atOnce: 2 };

/**
 * A history in a table, which all administrators of a pool share: see `table-chain.ts`. Nothing is read or loaded until
 * it is needed.
 */
export function tableStore(place: TablePlace): HistoryStore {
  let chain: Promise<TableChain> | undefined;
  const open = () => (chain ??= import('./table-chain.js').then(({ TableChain: Chain }) => new Chain(place)));
  return {
    name: `table ${place.table.name}`,
    isShared: true,
    gather: BLOCK,
    lines: async function* (from) {
      yield* (await open()).lines(from);
    },
    linesFromEnd: async function* () {
      yield* (await open()).linesFromEnd();
    },
    find: async (end) => (await import('./table-index.js')).findInIndex(place.table, place.pool, end),
    checkIndex: async () => (await import('./check-index.js')).checkIndex(place.pool),
    // The number of the line is its position.
    after: ({ offset }) => offset + 1,
    prepare: () => {
      open().then(
        (opened) => {
          opened.prepare();
        },
        () => undefined,
      );
    },
    positionOf: (n) => n,
    head: async () => (await open()).remembered(),
    append: async (entries) => (await open()).append(entries),
  };
}
