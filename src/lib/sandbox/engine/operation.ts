import { randomInt } from 'node:crypto';
import type { TokenRule } from '../sign-in/token-rules.js';
import type { SandboxStore } from '../state/store.js';
import type { Limits } from './limits.js';
import { parse, type Shape } from './shape.js';

/** What the engine gives to an operation. */
export interface OperationContext {
  readonly store: SandboxStore;
  readonly now: () => Date;
  /** The base of upload URLs and of the hosted UI, such as `http://127.0.0.1:8080`. */
  readonly origin: string;
  readonly issuer: Issuer;
  /** What a pre-token-generation trigger would do. */
  readonly tokenRules?: readonly TokenRule[];
  readonly limits: Limits;
}

/**
 * Which issuer tokens name: Cognito's URL of the pool, which verifiers of Cognito tokens expect, or the pool's URL under
 * `origin`, where its discovery document is.
 */
export type Issuer = 'aws' | 'served';

/** One operation of the API: from the parsed request body to the response body, with times in epoch seconds. */
export interface Operation {
  (context: OperationContext, input: unknown): Promise<object>;
  /** What its request must look like. */
  readonly shape: Shape<object>;
}

/** An operation whose request must match `shape`. */
export function operation<T extends object>(
  shape: Shape<T>,
  run: (context: OperationContext, input: T) => Promise<object>,
): Operation {
  return Object.assign(async (context: OperationContext, input: unknown) => run(context, parse(shape, input)), {
    shape,
  });
}

/** A time in the JSON 1.1 protocol: seconds since 1970, with a fraction. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

const LOWER_CASE_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A random identifier; those of Cognito's clients and sessions are lower-case letters and digits. */
export function randomText(length: number, letters = LOWER_CASE_AND_DIGITS): string {
  return Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');
}
