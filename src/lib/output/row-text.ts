import { csvLine } from './csv.js';
import { safeJson, visible } from './sanitise.js';
import type { Column, ListView, OutputOptions } from './view.js';

/** The text of a list in a format that needs no row to know of another. */
export interface RowText<Row> {
  /** Stands in front of the first row, its line feed included; empty where the format has none. */
  readonly header: string;
  /** One row, its line feed included. */
  readonly row: (row: Row) => string;
}

/**
 * How a list is written row by row: identifiers where `quiet` is set, else `ndjson` or `csv`.
 *
 * @param columns those wanted; the view's own unless given
 */
export async function rowText<Row>(
  view: ListView<Row>,
  options: Pick<OutputOptions, 'quiet' | 'header' | 'rawCsv'> & { readonly format: 'ndjson' | 'csv' },
  columns: readonly Column<Row>[] | undefined,
): Promise<RowText<Row>> {
  if (options.quiet) return { header: '', row: (row) => `${visible(view.id(row))}\n` };
  if (options.format === 'ndjson') {
    return { header: '', row: (row) => `${safeJson(rowJson(row, view, columns))}\n` };
  }
  const shown = columns ?? view.columns;
  const line = await csvLine({ raw: options.rawCsv });
  return {
    header: options.header ? line(shown.map(({ key }) => key)) : '',
    row: (row) => line(shown.map(({ value }) => value(row))),
  };
}

/** The row's JSON; where columns are picked, their keys alone and in their order. */
export function rowJson<Row>(
  row: Row,
  view: ListView<Row>,
  columns: readonly Column<Row>[] | undefined,
): object {
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
