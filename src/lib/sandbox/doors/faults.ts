import { AdminError } from '../../errors.js';

const NAMES = ['throttle', 'error', 'reset'] as const;

export type FaultName = (typeof NAMES)[number];

/** How likely each fault is for one request, from 0 to 1; together at most 1. */
export type Faults = Readonly<Record<FaultName, number>>;

/** What `serve` does to one request. A reset drops the connection, half the time with the operation carried out. */
export type Fault = 'throttle' | 'error' | 'reset-before' | 'reset-after';

/**
 * Reads `throttle=0.3,error=0.1,reset=0.05`: faults left out do not happen.
 * Throws AdminError USAGE for an unknown name, a repeated one, or probabilities outside 0 to 1.
 */
export function parseFaults(text: string): Faults {
  const faults = new Map<FaultName, number>();
  for (const part of text.split(',')) {
    const [name = '', value = '', ...rest] = part.split('=').map((piece) => piece.trim());
    const known = NAMES.find((candidate) => candidate === name);
    if (known === undefined) throw wrong(`unknown fault "${name}"`);
    if (faults.has(known)) throw wrong(`fault ${known} is given twice`);
    if (rest.length > 0 || !/^(\d+(\.\d*)?|\.\d+)$/.test(value) || Number(value) > 1) {
      throw wrong(`fault ${known} needs a probability from 0 to 1`);
    }
    faults.set(known, Number(value));
  }
  const [throttle = 0, error = 0, reset = 0] = NAMES.map((name) => faults.get(name) ?? 0);
  // The sum of 0.1 and 0.2 is a little more than 0.3.
  if (throttle + error + reset > 1 + Number.EPSILON * 4)
    throw wrong('the probabilities of all faults exceed 1 together');
  return { throttle, error, reset };
}

/** The fault that strikes one request, if any. `random` answers numbers from 0 up to, not including, 1. */
export function drawFault(faults: Faults, random: () => number): Fault | undefined {
  const drawn = random();
  if (drawn < faults.throttle) return 'throttle';
  if (drawn < faults.throttle + faults.error) return 'error';
  if (drawn < faults.throttle + faults.error + faults.reset)
    return random() < 0.5 ? 'reset-before' : 'reset-after';
  return undefined;
}

function wrong(message: string): AdminError {
  return new AdminError('USAGE', message, { hint: 'Write it like throttle=0.3,error=0.1,reset=0.05' });
}
