import { cellTexts } from './cell-text.js';
import { cellWidthFor, type CellWidth } from './cell-width.js';
import { csvLine } from './csv.js';
import { safeJson, visible } from './sanitise.js';
import { writeOut, type Streams } from './streams.js';
import { styled } from './style.js';
import type { CardField, CardView, Cell, OutputOptions } from './view.js';

/** Spaces between the labels and the values. */
const GAP = 2;
/** Spaces in front of the fields of a section. */
const INDENT = 2;

/**
 * Writes one thing to stdout: as a card, as JSON (indented, or on one line for `ndjson`), or as CSV of one record
 * whose columns are the keys of the JSON. A card never shortens a value, since values are there to be copied.
 *
 * Throws ClosedPipe where the reader has gone.
 */
export async function writeCard<T>(
  value: T,
  view: CardView<T>,
  options: OutputOptions,
  streams: Streams,
): Promise<void> {
  await writeOut(streams, await cardText(value, view, options, streams));
}

async function cardText<T>(
  value: T,
  view: CardView<T>,
  options: OutputOptions,
  streams: Streams,
): Promise<string> {
  if (options.quiet) return `${visible(view.id(value))}\n`;
  switch (options.format) {
    case 'json':
      return `${safeJson(view.json(value), 2)}\n`;
    case 'ndjson':
      return `${safeJson(view.json(value))}\n`;
    case 'csv':
      return csvCard(view.json(value), options);
    case 'table':
      return renderCard(view.fields(value), streams.color && streams.outIsTTY);
  }
}

/** Labels and values in two columns; a section's heading in bold after an empty line, its fields indented. */
async function renderCard(fields: readonly CardField[], bold: boolean): Promise<string> {
  const labels = fields.map((field) => visible('section' in field ? field.section : field.label));
  const cellWidth = await cellWidthFor(labels);
  const firstSection = fields.findIndex((field) => 'section' in field);
  const indentOf = (index: number): number => (firstSection >= 0 && index > firstSection ? INDENT : 0);
  const width = Math.max(
    0,
    ...fields.map((field, index) =>
      'section' in field ? 0 : indentOf(index) + cellWidth(labels[index] ?? ''),
    ),
  );
  const lines = fields.flatMap((field, index) => {
    const label = labels[index] ?? '';
    if ('section' in field) return [...(index === 0 ? [] : ['']), styled(label, 'bold', bold)];
    return fieldLines(' '.repeat(indentOf(index)) + label, field.value, width + GAP, cellWidth);
  });
  return lines.map((line) => `${line}\n`).join('');
}

function fieldLines(label: string, value: Cell, width: number, cellWidth: CellWidth): string[] {
  return cellTexts(value).map((text, index) => {
    const start = index === 0 ? label : '';
    return `${start}${' '.repeat(width - cellWidth(start))}${text}`.trimEnd();
  });
}

async function csvCard(json: object, options: OutputOptions): Promise<string> {
  const line = await csvLine({ raw: options.rawCsv });
  const entries = Object.entries(json) as [string, unknown][];
  const header = options.header ? line(entries.map(([key]) => key)) : '';
  return header + line(entries.map(([, value]) => jsonCell(value)));
}

/** A value of a JSON object as a cell: what has no form of its own in CSV stays JSON. */
function jsonCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return safeJson(value);
}
