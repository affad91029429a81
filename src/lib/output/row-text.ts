import { csvLine } from './csv.js';
import { safeJson, visible } from './sanitise.js';
import type { Column, ListView, OutputOptions } from './view.js';

/** Formats a list row by row. */
export interface RowText<Row> {
  /** Precedes the first row, with its line feed; empty if the format has no header. */
  readonly header: string;
  /** One row, with its line feed. */
  readonly row: (row: Row) => string;
}

/**
 * Formats a list as identifiers if `quiet` is set, else as `ndjson` or `csv`.
 *
 * @param columns default: the view's own
 */
export async function rowText<Row>(
  view: ListView<Row>,
  options: Pick<OutputOptions, 'quiet' | 'header' | 'rawCsv' | 'jsonText'> & { readonly format: 'ndjson' | 'csv' },
  columns: readonly Column<Row>[] | undefined,
): Promise<RowText<Row>> {
  if (options.quiet) return { header: '', row: (row) => `${visible(view.id(row))}\n` };
  if (options.format === 'ndjson') {
    const { jsonText = jsonLine } = options;
    return { header: '', row: (row) => jsonText(rowJson(row, view, columns)) };
  }
  const shown = columns ?? view.columns;
  const line = await csvLine({ raw: options.rawCsv });
  return {
    header: options.header ? line(shown.map(({ key }) => key)) : '',
    row: (row) => line(shown.map(({ value }) => value(row))),
  };
}

/** A JSON value on one line, with its line feed. */
export function jsonLine(json: unknown): string {
  return `${safeJson(json as object)}\n`;
}

/** The row's JSON; with picked columns, only their keys, in their order. */
export function rowJson<Row>(row: Row, view: ListView<Row>, columns: readonly Column<Row>[] | undefined): object {
  const json = view.json(row);
  if (columns === undefined) return json;
  const values = new Map<string, unknown>(Object.entries(json));
  return Object.fromEntries(
    columns.map((column) => [
      column.key,
      values.has(column.key) ? values.get(column.key) : (column.value(row) ?? null),
    ]),
  );
}
