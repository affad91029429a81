import { axisX, axisY, barX, barY, gridY, plot, type PlotOptions, text } from '@observablehq/plot';
import { parseHTML } from 'linkedom';

import { cellWidth } from '../../output/cells.js';
import { visible } from '../../output/sanitise.js';
import type { Chart } from '../document/document.js';

/** Units of the picture, which a page shows at most at this width, and on a phone at two thirds of it. */
const WIDTH = 480;
const FONT_SIZE = 14;
const LABEL_SIZE = 13;
/** Characters of a terminal that a label of a bar may have; a longer one is shortened. */
const LABEL_CELLS = 22;
/** Units that a character takes at most, of those that names of roles, statuses and tenants have, in the font of a phone. */
const CELL = 10;
const BAR_HEIGHT = 30;
/** Of so many months each has room for its label. */
const LABELLED_MONTHS = 6;

type BarsChart = Extract<Chart, { kind: 'bars' }>;
type MonthsChart = Extract<Chart, { kind: 'months' }>;
type StacksChart = Extract<Chart, { kind: 'stacks' }>;

/**
 * A chart as an SVG element without style sheets and scripts. It is coloured by the variables `--accent` and `--series-1` to
 * `--series-4` of the page.
 */
export function drawChart(chart: Chart): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>') as unknown as {
    readonly document: object;
  };
  const options = { ...optionsOf(chart), document, width: WIDTH } as PlotOptions;
  const svg = plot(options) as unknown as DrawnElement;
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const element of [svg, ...svg.querySelectorAll('*')]) {
    // The page's policy allows no style of an element. What a group is called says nothing to a reader of the page.
    for (const name of ['style', 'class', 'aria-label', 'aria-description', 'aria-hidden'])
      element.removeAttribute(name);
  }
  for (const name of ['width', 'height', 'font-family']) svg.removeAttribute(name);
  svg.setAttribute('font-size', String(FONT_SIZE));
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', visible(chart.label));
  return svg.outerHTML;
}

/** What is used of the DOM, whose types Node's programs do not have. */
interface DrawnElement {
  readonly outerHTML: string;
  querySelectorAll(selector: string): Iterable<DrawnElement>;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
}

function optionsOf(chart: Chart): PlotOptions {
  switch (chart.kind) {
    case 'bars':
      return barsOptions(chart);
    case 'months':
      return monthsOptions(chart);
    case 'stacks':
      return stacksOptions(chart);
  }
}

function barsOptions({ bars }: BarsChart): PlotOptions {
  const rows = bars.map(({ count }, row) => ({ row, count }));
  return {
    ...rowsOptions(
      bars.map(({ label }) => label),
      Math.max(1, ...bars.map(({ count }) => count)),
    ),
    marks: [
      barX(rows, { y: 'row', x: 'count', fill: 'var(--accent)', insetTop: 3, insetBottom: 3 }),
      text(rows, { y: 'row', x: 'count', text: numberOf('count'), textAnchor: 'start', dx: 6 }),
      rowLabels(bars.map(({ label }) => label)),
    ],
  };
}

function stacksOptions({ series, stacks }: StacksChart): PlotOptions {
  const sumUntil = (counts: readonly number[], end: number) =>
    counts.slice(0, end).reduce((sum, count) => sum + count, 0);
  const totals = stacks.map(({ counts }, row) => ({ row, count: sumUntil(counts, counts.length) }));
  const labels = stacks.map(({ label }) => label);
  return {
    ...rowsOptions(labels, Math.max(1, ...totals.map(({ count }) => count))),
    marks: [
      ...series.map((_, index) => {
        const parts = stacks.map(({ counts }, row) => ({
          row,
          from: sumUntil(counts, index),
          to: sumUntil(counts, index + 1),
        }));
        const fill = `var(--series-${index + 1})`;
        return barX(parts, { y: 'row', x1: 'from', x2: 'to', fill, insetTop: 3, insetBottom: 3 });
      }),
      text(totals, { y: 'row', x: 'count', text: numberOf('count'), textAnchor: 'start', dx: 6 }),
      rowLabels(labels),
    ],
  };
}

/** A row is identified by its number: two labels may be the same once they are shortened. */
function rowsOptions(labels: readonly string[], most: number): PlotOptions {
  return {
    height: labels.length * BAR_HEIGHT + 8,
    marginTop: 4,
    marginBottom: 4,
    marginLeft: labelWidth(labels),
    marginRight: 60,
    x: { axis: null, domain: [0, most] },
    y: { axis: null, domain: labels.map((_, row) => row) },
  };
}

/** Labels start at the left edge of the picture, as the text around it does. */
function rowLabels(labels: readonly string[]) {
  const rows = labels.map((label, row) => ({ row, label: shortened(label) }));
  const dx = -labelWidth(labels);
  return text(rows, { y: 'row', text: 'label', frameAnchor: 'left', textAnchor: 'start', dx, fontSize: LABEL_SIZE });
}

function labelWidth(labels: readonly string[]): number {
  return CELL * Math.max(...labels.map((label) => cellWidth(shortened(label))), 6) + 12;
}

function monthsOptions({ months }: MonthsChart): PlotOptions {
  const every = Math.ceil(months.length / LABELLED_MONTHS);
  // Counted from the last, since the present month is what a reader looks for.
  const labelled = months.filter((_, index) => (months.length - 1 - index) % every === 0).map(({ label }) => label);
  const most = Math.max(1, ...months.map(({ count }) => count));
  return {
    height: 230,
    marginTop: 16,
    marginBottom: 32,
    marginLeft: 8 + String(most).length * 10,
    marginRight: 24,
    x: { axis: null, domain: months.map(({ label }) => label) },
    y: { axis: null, domain: [0, most], nice: true },
    marks: [
      gridY({ ticks: Math.min(5, most), stroke: 'var(--line)', strokeOpacity: 1 }),
      axisY({
        ticks: Math.min(5, most),
        label: null,
        tickSize: 0,
        tickFormat: (count: number) => count.toLocaleString('en'),
      }),
      barY(months, { x: 'label', y: 'count', fill: 'var(--accent)', insetLeft: 1, insetRight: 1 }),
      axisX(labelled, { label: null, tickSize: 0, tickPadding: 8 }),
    ],
  };
}

function numberOf(key: 'count') {
  return (row: Readonly<Record<'count', number>>) => row[key].toLocaleString('en');
}

function shortened(label: string): string {
  const shown = visible(label);
  if (cellWidth(shown) <= LABEL_CELLS) return shown;
  let kept = '';
  for (const character of shown) {
    if (cellWidth(kept + character) >= LABEL_CELLS) break;
    kept += character;
  }
  return `${kept}…`;
}
