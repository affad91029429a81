/** Milliseconds in each unit of an age. */
const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Parses an age such as `2h`, `30m`, `3d`, `1w`, or a date or time in ISO 8601, in UTC unless it has a time zone.
 *
 * @returns `undefined` if the text is neither
 */
export function pointInTime(text: string, now: Date): Date | undefined {
  const age = /^(\d{1,6})([smhdw])$/.exec(text);
  if (age !== null) return new Date(now.getTime() - Number(age[1]) * (UNITS[age[2] ?? ''] ?? 0));
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return undefined;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const time = new Date(text.length === 10 || hasZone ? text : `${text}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
