/** Milliseconds in each unit of an age. */
const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Days in a year of an age, which is approximate. */
const YEAR = 365 * 86_400_000;

/**
 * How long ago a time was, in the largest unit of which at least one has passed, rounded down: `45s ago`, `2h ago`, `1y ago`;
 * for a time to come `in 2h`.
 *
 * @param time in ISO 8601
 * @returns `undefined` if it is not one
 */
export function age(time: string, now: Date): string | undefined {
  const elapsed = now.getTime() - Date.parse(time);
  if (Number.isNaN(elapsed)) return undefined;
  const units = [...Object.entries(UNITS), ['y', YEAR] as const];
  const [unit, length] = units.findLast(([, size]) => Math.abs(elapsed) >= size) ?? ['s', 1_000];
  const count = `${Math.floor(Math.abs(elapsed) / length)}${unit}`;
  return elapsed < 0 ? `in ${count}` : `${count} ago`;
}

/**
 * Parses an age such as `2h`, `30m`, `3d`, `1w`, or a date or time in ISO 8601, in UTC unless it has a time zone.
 *
 * @returns `undefined` if the text is neither
 */
export function pointInTime(text: string, now: Date): Date | undefined {
  const duration = durationOf(text);
  return duration === undefined ? timeOf(text) : new Date(now.getTime() - duration);
}

/**
 * Like `pointInTime`, for a time to come: `2h` is in two hours. A date is the start of that day.
 *
 * @returns `undefined` if the text is neither a duration nor a time; the time may have passed
 */
export function timeToCome(text: string, now: Date): Date | undefined {
  const duration = durationOf(text);
  return duration === undefined ? timeOf(text) : new Date(now.getTime() + duration);
}

/** Milliseconds. */
function durationOf(text: string): number | undefined {
  const duration = /^(\d{1,6})([smhdw])$/.exec(text);
  return duration === null ? undefined : Number(duration[1]) * (UNITS[duration[2] ?? ''] ?? 0);
}

function timeOf(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return undefined;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const time = new Date(text.length === 10 || hasZone ? text : `${text}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
