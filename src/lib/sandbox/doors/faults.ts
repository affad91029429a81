/** What a door does to requests on demand: a delay, faults with a probability, and a limit on the request rate. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import { AdminError } from '../../errors.js';
import { errorResponse, type HttpResponse } from '../engine/http.js';
import { ServiceError } from '../engine/service-error.js';

const NAMES = ['throttle', 'error', 'reset'] as const;

export type FaultName = (typeof NAMES)[number];

/** The probability of each fault for one request, from 0 to 1, and at most 1 in total. */
export type Faults = Readonly<Record<FaultName, number>>;

/** A fault of one request. A reset drops the connection, half the time after the operation was done. */
export type Fault = 'throttle' | 'error' | 'reset-before' | 'reset-after';

/** What is done to every API operation. Nothing by default. */
export interface Disturbances {
  readonly faults?: Faults | undefined;
  /** The delay of every response, in milliseconds. */
  readonly latencyMs?: number | undefined;
  /** Requests per second; the others are throttled. */
  readonly rps?: number | undefined;
  /** For tests of faults: returns numbers from 0 up to, not including, 1. */
  readonly random?: () => number;
}

/** Runs one request with the disturbances; `reset` if its connection is to be dropped. Rejects if the signal aborts. */
export type Disturb = (run: () => Promise<HttpResponse>, signal?: AbortSignal) => Promise<HttpResponse | 'reset'>;

/** Makes the function that all requests of a door go through, since they share the limit. */
export function disturbing({ faults, latencyMs, rps, random = Math.random }: Disturbances): Disturb {
  const isAllowed = rps === undefined ? () => true : rateLimiter(rps, () => performance.now());
  const throttled = new ServiceError('TooManyRequestsException', 'Rate exceeded');
  return async (run, signal) => {
    if (latencyMs) await delay(latencyMs, undefined, { signal });
    if (!isAllowed()) return errorResponse(throttled);
    switch (faults && drawFault(faults, random)) {
      case 'throttle':
        return errorResponse(throttled);
      case 'error':
        return errorResponse(new ServiceError('InternalErrorException', 'A fault set with --fault.', 500));
      case 'reset-before':
        return 'reset';
      case 'reset-after':
        await run();
        return 'reset';
      case undefined:
        return run();
    }
  };
}

/**
 * Parses `throttle=0.3,error=0.1,reset=0.05`; the default probability is 0.
 * Throws AdminError USAGE for an unknown name, a repeated one, or probabilities outside 0 to 1.
 */
export function parseFaults(text: string): Faults {
  const faults = new Map<FaultName, number>();
  for (const part of text.split(',')) {
    const [name = '', value = '', ...rest] = part.split('=').map((piece) => piece.trim());
    const known = NAMES.find((candidate) => candidate === name);
    if (known === undefined) throw invalid(`unknown fault "${name}"`);
    if (faults.has(known)) throw invalid(`fault ${known} is listed twice`);
    if (rest.length > 0 || !/^(\d+(\.\d*)?|\.\d+)$/.test(value)) {
      throw invalid(`fault ${known} needs a probability from 0 to 1`);
    }
    faults.set(known, Number(value));
  }
  return checkFaults(Object.fromEntries(faults));
}

/** Completes probabilities that are given by name. Throws as `parseFaults` does. */
export function checkFaults({ throttle = 0, error = 0, reset = 0 }: Partial<Faults>): Faults {
  for (const [name, value] of Object.entries({ throttle, error, reset })) {
    if (!(value >= 0 && value <= 1)) throw invalid(`fault ${name} needs a probability from 0 to 1`);
  }
  // With a tolerance, because 0.1 + 0.2 is a little more than 0.3.
  if (throttle + error + reset > 1 + Number.EPSILON * 4) throw invalid('the fault probabilities add up to more than 1');
  return { throttle, error, reset };
}

/** The fault of one request, if any. `random` returns numbers from 0 up to, not including, 1. */
export function drawFault(faults: Faults, random: () => number): Fault | undefined {
  const drawn = random();
  if (drawn < faults.throttle) return 'throttle';
  if (drawn < faults.throttle + faults.error) return 'error';
  if (drawn < faults.throttle + faults.error + faults.reset) return random() < 0.5 ? 'reset-before' : 'reset-after';
  return undefined;
}

function invalid(message: string): AdminError {
  return new AdminError('USAGE', message, { hint: 'Format: throttle=0.3,error=0.1,reset=0.05' });
}

/**
 * A token bucket, as AWS limits an account: `perSecond` requests a second, and as many at once after a pause. `now`
 * returns milliseconds. The result returns whether one more request is allowed.
 */
export function rateLimiter(perSecond: number, now: () => number): () => boolean {
  const capacity = Math.max(1, perSecond);
  let tokens = capacity;
  let last = now();
  return () => {
    const time = now();
    tokens = Math.min(capacity, tokens + ((time - last) / 1000) * perSecond);
    last = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
