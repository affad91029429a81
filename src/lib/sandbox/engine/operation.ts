import { parse } from './shape.js';
import type { Shape } from './shape.js';
import type { SandboxStore } from '../state/store.js';

/** What an operation may use of the engine. */
export interface OperationContext {
  readonly store: SandboxStore;
  readonly now: () => Date;
  /** Where the door that the caller came through takes files: such as `http://127.0.0.1:8080`. */
  readonly origin: string;
}

/** One operation of the API: a request as it came, and the answer as JSON 1.1 has it, times in epoch seconds. */
export type Operation = (context: OperationContext, input: unknown) => Promise<object>;

/** An operation whose request must look like `shape`. */
export function operation<T extends object>(
  shape: Shape<T>,
  run: (context: OperationContext, input: T) => Promise<object>,
): Operation {
  return async (context, input) => run(context, parse(shape, input));
}

/** A time as JSON 1.1 has it: seconds since 1970, with a fraction. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}
