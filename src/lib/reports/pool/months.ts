import type { Breakdown } from '../tally.js';

/** The months that a report shows one by one. */
const SHOWN = 24;

/**
 * The latest months up to the present one, each of them, also those without anything; what is earlier, or in the future, is
 * counted as `others`.
 *
 * @param counts by month: `2026-11`
 */
export function monthlyBreakdown(counts: Breakdown, now: Date): Breakdown {
  const byMonth = new Map(counts.values.map(({ value, count }) => [value, count]));
  const latest = monthsUntil(now);
  const first = latest.findIndex((month) => byMonth.has(month));
  const shown = first === -1 ? [] : latest.slice(first);
  const values = shown.map((value) => ({ value, count: byMonth.get(value) ?? 0 }));
  const inThem = values.reduce((sum, { count }) => sum + count, 0);
  return { total: counts.total, values, none: counts.none, others: counts.total - counts.none - inThem };
}

function monthsUntil(now: Date): string[] {
  return Array.from({ length: SHOWN }, (_, index) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (SHOWN - 1) + index, 1)).toISOString().slice(0, 7),
  );
}
