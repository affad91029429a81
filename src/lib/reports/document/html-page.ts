import { createHash } from 'node:crypto';

import { cellTexts, minute } from '../../output/cells.js';
import { htmlText } from '../../output/markup/html.js';
import type { CardField, Cell } from '../../output/view.js';
import type { Block, Chart, Figure, ReportDocument, Section, Table, TableColumn } from './document.js';
import { PAGE_STYLE } from './page-style.js';
import { grouped } from './grouped.js';

/** Draws a chart: `drawChart`, which is loaded only for a page that has charts. */
export type DrawChart = (chart: Chart) => string;

/**
 * The page allows itself nothing but its own style sheet: no script, no image, no request (CSP 3). Even if a text of the
 * directory became markup, it could neither run nor load anything.
 */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A document as one HTML page without anything outside of it, in pieces. */
export async function* htmlPage(
  { title, facts, figures, sections }: ReportDocument,
  drawChart: DrawChart,
): AsyncGenerator<string, void, undefined> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${htmlText(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${htmlText(title)}</h1>
${factList(facts)}</header>
`;
  if (figures.length > 0) yield `<ul class="figures">\n${figures.map(figureItem).join('')}</ul>\n`;
  for (const section of sections) yield* sectionPieces(section, drawChart);
  yield '</main>\n</body>\n</html>\n';
}

async function* sectionPieces(
  { title, blocks }: Section,
  drawChart: DrawChart,
): AsyncGenerator<string, void, undefined> {
  yield `<section>\n<h2>${htmlText(title)}</h2>\n`;
  for (const block of blocks) yield* blockPieces(block, drawChart);
  yield '</section>\n';
}

async function* blockPieces(block: Block, drawChart: DrawChart): AsyncGenerator<string, void, undefined> {
  switch (block.kind) {
    case 'text':
      yield `<p>${htmlText(block.text)}</p>\n`;
      return;
    case 'notice':
      yield `<p class="notice">${htmlText(block.text)}</p>\n`;
      return;
    case 'heading': {
      const tags = block.tags?.map(({ text, tone }) => ` <span class="tag ${tone}">${htmlText(text)}</span>`) ?? [];
      yield `<h3>${htmlText(block.text)}${tags.join('')}</h3>\n`;
      return;
    }
    case 'facts':
      yield factList(block.fields);
      return;
    case 'table':
      yield* tablePieces(block.table);
      return;
    case 'chart':
      yield `<figure>\n<div class="chart">${drawChart(block.chart)}${legend(block.chart)}</div>\n`;
      yield* tablePieces(block.table);
      yield '</figure>\n';
  }
}

function figureItem({ value, label }: Figure): string {
  return `<li><b>${htmlText(value)}</b> <span>${htmlText(label)}</span></li>\n`;
}

/** A section of a card is a heading between two lists. */
function factList(fields: readonly CardField[]): string {
  const pieces = fields.map((field, index) =>
    'section' in field
      ? `${index === 0 ? '' : '</dl>\n'}<h3>${htmlText(field.section)}</h3>\n<dl>\n`
      : `${index === 0 ? '<dl>\n' : ''}<div><dt>${htmlText(field.label)}</dt><dd>${factText(field)}</dd></div>\n`,
  );
  return pieces.length === 0 ? '' : `${pieces.join('')}</dl>\n`;
}

function factText({ value, isTime }: Extract<CardField, { label: string }>): string {
  return isTime === true && typeof value === 'string' ? `${cellHtml(value, 'time')} UTC` : cellHtml(value, undefined);
}

async function* tablePieces({ caption, columns, rows, total, empty }: Table): AsyncGenerator<string, void, undefined> {
  let isEmpty = true;
  for await (const row of rows) {
    if (isEmpty) yield tableStart(caption, columns);
    isEmpty = false;
    yield rowHtml(row, columns);
  }
  if (isEmpty) yield `<p class="empty">${htmlText(empty ?? 'None.')}</p>\n`;
  else {
    const sums = columns.map((_, index) => total?.[index] ?? '');
    const foot = total === undefined ? '' : `<tfoot>\n${rowHtml(sums, columns)}</tfoot>\n`;
    yield `</tbody>\n${foot}</table>\n</div>\n`;
  }
}

/** A table of so many columns of text does not fit a phone: it is scrolled in its box, and its cells get room to be read. */
const WIDE = 3;

/** The box can be scrolled with the keyboard, for which it needs the focus (WCAG 2.1.1). */
function tableStart(caption: string, columns: readonly TableColumn[]): string {
  const headers = columns.map(({ header, kind }) => `<th scope="col"${classOf(kind)}>${htmlText(header)}</th>`);
  const label = htmlText(caption);
  const isWide = columns.filter(({ kind }) => kind !== 'number').length >= WIDE;
  return (
    `<div class="scroll ${isWide ? 'wide' : 'narrow'}" role="region" aria-label="${label}" tabindex="0">\n<table>\n` +
    `<caption>${label}</caption>\n<thead>\n<tr>${headers.join('')}</tr>\n</thead>\n<tbody>\n`
  );
}

function rowHtml(row: readonly Cell[], columns: readonly TableColumn[]): string {
  const cells = columns.map(({ kind }, index) => `<td${classOf(kind)}>${cellHtml(row[index], kind)}</td>`);
  return `<tr>${cells.join('')}</tr>\n`;
}

function classOf(kind: TableColumn['kind']): string {
  return kind === undefined ? '' : ` class="${kind}"`;
}

function cellHtml(cell: Cell, kind: TableColumn['kind']): string {
  if (typeof cell === 'number') return grouped(cell);
  if (kind === 'time' && typeof cell === 'string') {
    return `<time datetime="${htmlText(cell)}">${htmlText(minute(cell))}</time>`;
  }
  const texts = cellTexts(cell).map(htmlText);
  if ((kind === 'command' || kind === 'id') && cell != null && cell !== '')
    return texts.map((text) => `<code>${text}</code>`).join('<br>');
  return texts.join('<br>');
}

function legend(chart: Chart): string {
  if (chart.kind !== 'stacks') return '';
  const items = chart.series.map((name, index) => `<li class="series-${index + 1}">${htmlText(name)}</li>`);
  return `<ul class="legend" aria-hidden="true">${items.join('')}</ul>`;
}
