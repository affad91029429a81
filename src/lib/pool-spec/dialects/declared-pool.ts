import type { Position } from '../source/node.js';
import type { Draft } from './draft.js';

/** A pool that a file declares. */
export interface DeclaredPool {
  /** What the file calls it: the logical ID or the name of the resource. */
  readonly name: string;
  readonly at: Position;
  readonly draft: Draft;
}
