import { cellTexts, cellWidth, padded, withAge } from './cells.js';
import { csvLine } from './csv.js';
import { jsonLine } from './row-text.js';
import { safeJson, visible } from './sanitise.js';
import { writeOut, type Streams } from './streams.js';
import { hyperlink, styled } from './style.js';
import type { CardField, CardView, Cell, OutputOptions } from './view.js';
import { wrappedLines } from './wrap.js';

/** Spaces between the labels and the values. */
const GAP = 2;
/** Terminal cells that values need, to be read beside their labels. */
const LEGIBLE = 20;
/** Spaces in front of the fields of a section. */
const INDENT = 2;

/**
 * Writes one thing to stdout: as a card, as JSON (indented, or on one line for `ndjson`), or as CSV of one record
 * whose columns are the keys of the JSON. A card never shortens a value, since people copy values from it: on a
 * terminal they are wrapped.
 *
 * @throws ClosedPipe if the reader has closed the output
 */
export async function writeCard<T>(
  value: T,
  view: CardView<T>,
  options: OutputOptions,
  streams: Streams,
): Promise<void> {
  const write = (text: string) => writeOut(streams, text);
  if (options.quiet) {
    const ids = [view.id(value)].flat().filter((id) => id !== '');
    return write(ids.map((id) => `${visible(id)}\n`).join(''));
  }
  switch (options.format) {
    case 'json':
      return writeDocument(view.json(value), options, streams);
    case 'ndjson':
      return write((options.jsonText ?? jsonLine)(view.json(value)));
    case 'csv':
      return write(await csvCard(view.json(value), options));
    case 'table':
      return write(renderCard(view.fields(value), streams, options));
  }
}

/** Writes a complete JSON document to stdout, indented. @throws ClosedPipe if the reader has closed the output */
export async function writeDocument(
  json: object,
  { jsonText }: Pick<OutputOptions, 'jsonText'>,
  streams: Streams,
): Promise<void> {
  await writeOut(streams, jsonText === undefined ? `${safeJson(json, 2)}\n` : jsonText(json));
}

/**
 * Labels and values in two columns; a section's heading in bold after an empty line, its fields indented. If the card is
 * wider than the terminal, values are wrapped, and long labels may exceed their column to leave space for values.
 */
export function renderCard(
  fields: readonly CardField[],
  { color, outIsTTY, columns }: Pick<Streams, 'color' | 'outIsTTY' | 'columns'>,
  { now, pages }: Pick<OutputOptions, 'now' | 'pages'>,
): string {
  const bold = color && outIsTTY;
  const width = outIsTTY ? columns : undefined;
  const firstSection = fields.findIndex((field) => 'section' in field);
  const lines = fields.map((field, index): CardLine => {
    if ('section' in field) return { section: visible(field.section) };
    const indent = firstSection >= 0 && index > firstSection ? INDENT : 0;
    const url = field.subject && pages?.(field.subject);
    return { label: ' '.repeat(indent) + visible(field.label), indent, texts: fieldTexts(field, outIsTTY, now), url };
  });
  const column = labelColumn(lines, width);
  return lines
    .flatMap((line, index) =>
      'section' in line
        ? [...(index === 0 ? [] : ['']), ...sectionLines(line.section, width).map((text) => styled(text, 'bold', bold))]
        : fieldLines(line, column, width),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Rows of a list, each as a block of labels and values in two columns, with an empty line between two blocks. */
export function renderBlocks(
  rows: readonly (readonly { readonly label: string; readonly value: Cell; readonly url?: string | undefined }[])[],
  { outIsTTY, columns }: Pick<Streams, 'outIsTTY' | 'columns'>,
): string {
  const width = outIsTTY ? columns : undefined;
  const blocks = rows.map((fields) =>
    fields.map(({ label, value, url }) => ({ label: visible(label), indent: 0, texts: cellTexts(value), url })),
  );
  const column = labelColumn(blocks.flat(), width);
  return blocks
    .map((lines) => lines.flatMap((line) => fieldLines(line, column, width)).map((line) => `${line}\n`))
    .map((lines) => lines.join(''))
    .join('\n');
}

function sectionLines(text: string, width: number | undefined): string[] {
  return width === undefined ? [text] : wrappedLines(text, width);
}

interface FieldLine {
  /** With its indentation. */
  readonly label: string;
  readonly indent: number;
  readonly texts: readonly string[];
  /** Where the texts lead to. */
  readonly url?: string | undefined;
}

type Labelled = Extract<CardField, { label: string }>;

type CardLine = FieldLine | { readonly section: string };

function fieldTexts({ value, isTime }: Labelled, outIsTTY: boolean, now: Date): string[] {
  const texts = cellTexts(value);
  return isTime === true && outIsTTY ? texts.map((text) => withAge(text, now)) : texts;
}

/**
 * Terminal cells before the values: the width of the longest label, but on a narrow terminal no more than leaves `LEGIBLE`
 * cells for the values.
 */
function labelColumn(lines: readonly CardLine[], width: number | undefined): number {
  const fields = lines.flatMap((line) => ('section' in line ? [] : line));
  const column = GAP + Math.max(0, ...fields.map(({ label }) => cellWidth(label)));
  const longest = Math.max(0, ...fields.flatMap(({ texts }) => texts.map((text) => cellWidth(text))));
  if (width === undefined || column + longest <= width) return column;
  return Math.min(column, Math.max(Math.floor(width / 3), width - LEGIBLE));
}

/** Values beside their label, or below it if one has a word that is too long. */
function fieldLines({ label, indent, texts, url }: FieldLine, column: number, width: number | undefined): string[] {
  const start = Math.max(column, cellWidth(label) + GAP);
  const available = width === undefined ? Infinity : width - start;
  const beside = texts.map((text) => wrappedLines(text, available));
  const under = ' '.repeat(indent + INDENT);
  const isBeside = beside.flat().every((line) => cellWidth(line) <= available);
  const values = isBeside ? beside : texts.map((text) => wrappedLines(text, (width ?? Infinity) - under.length));
  // The continuation of one value must not look like another value.
  const indented = values.flatMap(([first = '', ...rest]) => [
    hyperlink(first, url),
    ...rest.map((line) => (values.length > 1 ? '  ' : '') + hyperlink(line, url)),
  ]);
  return isBeside
    ? indented.map((line, index) => (padded(index === 0 ? label : '', start) + line).trimEnd())
    : [label, ...indented.map((line) => under + line)];
}

async function csvCard(json: object, options: OutputOptions): Promise<string> {
  const line = await csvLine({ raw: options.rawCsv });
  const entries = Object.entries(json) as [string, unknown][];
  const header = options.header ? line(entries.map(([key]) => key)) : '';
  return header + line(entries.map(([, value]) => jsonCell(value)));
}

/** A value of a JSON object as a cell. Objects and mixed lists have no form in CSV, and stay JSON. */
function jsonCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return safeJson(value);
}
