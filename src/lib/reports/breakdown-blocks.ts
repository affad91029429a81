import type { Bar, Block, Table } from './document/document.js';
import { grouped } from './document/grouped.js';
import type { Breakdown } from './tally.js';

/** What a breakdown is of, in words. */
export interface BreakdownWords {
  /** `Users by tenant`. */
  readonly caption: string;
  /** The header of the values, and that of their numbers. */
  readonly value: string;
  readonly count: string;
  /** What things without a value, and with one of many other values, are called. */
  readonly none: string;
  readonly others: string;
}

/** The bars of a chart; the rest is one bar, so that the picture shows everything too. */
const MAX_BARS = 12;

/** A breakdown as a chart of its most frequent values beside a table of all of them. */
export function breakdownBlock(breakdown: Breakdown, words: BreakdownWords): Block {
  const table = breakdownTable(breakdown, words);
  const bars = barsOf(breakdown, words);
  // A single bar shows nothing.
  if (bars.length < 2) return { kind: 'table', table };
  return { kind: 'chart', chart: { kind: 'bars', label: words.caption, bars }, table };
}

/** A breakdown as a table, whose last row is the sum of the others. */
export function breakdownTable(breakdown: Breakdown, words: BreakdownWords): Table {
  const { total } = breakdown;
  return {
    caption: words.caption,
    columns: [{ header: words.value }, { header: words.count, kind: 'number' }, { header: 'Share', kind: 'number' }],
    rows: parts(breakdown, words).map(({ label, count }) => [label, count, share(count, total)]),
    total: ['Total', total, share(total, total)],
  };
}

/** `12.5%`; `-` of nothing. */
export function share(count: number, total: number): string {
  if (total === 0) return '-';
  const percent = (count / total) * 100;
  // What is not all must not look like all, nor what is not nothing like nothing.
  if (percent > 99.9 && count < total) return '>99.9%';
  if (percent < 0.1 && count > 0) return '<0.1%';
  return `${grouped(Math.round(percent * 10) / 10)}%`;
}

function parts({ values, none, others }: Breakdown, words: Pick<BreakdownWords, 'none' | 'others'>): Bar[] {
  return [
    ...values.map(({ value, count }) => ({ label: value, count })),
    ...(others === 0 ? [] : [{ label: words.others, count: others }]),
    ...(none === 0 ? [] : [{ label: words.none, count: none }]),
  ];
}

function barsOf({ values, none, others }: Breakdown, words: BreakdownWords): Bar[] {
  const shown = values.length > MAX_BARS ? values.slice(0, MAX_BARS) : values;
  const rest = values.slice(shown.length).reduce((sum, { count }) => sum + count, others);
  return parts({ total: 0, values: shown, none, others: rest }, words);
}
