import { counted } from './counted.js';

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A number of seconds in the largest unit that states it exactly: `1 hour`, `90 minutes`. */
export function duration(seconds: number): string {
  const [name, size] = UNITS.find(([, length]) => seconds > 0 && seconds % length === 0) ?? ['second', 1];
  return counted(seconds / size, name);
}
