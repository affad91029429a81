// Text: words, quoting, redaction and suggestions for messages. Pure functions.

/** A count with its noun: `1 app client`, `3 app clients`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Seconds in the largest unit that states them exactly: `1 hour`, `90 minutes`. */
export function duration(seconds: number): string {
  const [name, size] = UNITS.find(([, length]) => seconds > 0 && seconds % length === 0) ?? ['second', 1];
  return counted(seconds / size, name);
}

/** Seconds as an estimate, rounded up to a unit that suits it: `30 s`, `14 min`, `2.5 h`. */
export function estimate(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3_600) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}
