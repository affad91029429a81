/** What one cell of a table, card or CSV file holds. Null and undefined mean that there is no value. */
export type Cell = string | number | boolean | null | undefined | readonly string[];

/** One column of a list. */
export interface Column<Row> {
  /** What `--columns` and the header of a CSV file call it: camelCase, as in JSON. */
  readonly key: string;
  /** What the header of a table calls it; shown in upper case. */
  readonly header: string;
  readonly value: (row: Row) => Cell;
  /** What a table on a terminal shows in its place, where room is short. */
  readonly short?: (row: Row) => Cell;
  /** Set for what is there to be copied: a table never shortens it. */
  readonly isWhole?: true;
}

/** How many things of a kind are shown. */
export interface ListView<Row> {
  /** Every column, in the order of a CSV file without `--columns`. */
  readonly columns: readonly Column<Row>[];
  /** Keys shown in a table when `--columns` is absent. */
  readonly tableColumns: readonly string[];
  /** Shown in place of a table without `--columns`, one row's under another's, where each is to be read whole. */
  readonly fields?: (row: Row) => readonly CardField[];
  /** What `-q` prints: the name by which the next command takes the thing. */
  readonly id: (row: Row) => string;
  /** The JSON object for a row. */
  readonly json: (row: Row) => object;
}

/** A line of a card, or the heading of the lines that follow. */
export type CardField = { readonly label: string; readonly value: Cell } | { readonly section: string };

/** How one thing is shown. */
export interface CardView<T> {
  readonly fields: (value: T) => readonly CardField[];
  /** What `-q` prints. */
  readonly id: (value: T) => string;
  /** The JSON object for the thing. */
  readonly json: (value: T) => object;
}

export type OutputFormat = 'table' | 'json' | 'ndjson' | 'csv';

/** What the shared flags ask for. */
export interface OutputOptions {
  readonly format: OutputFormat;
  /** Only identifiers, one a line: wins over the format. */
  readonly quiet: boolean;
  /** Keys of the columns wanted, in order, as `parseColumns` gave them; absent: the view's own. */
  readonly columns?: readonly string[];
  readonly header: boolean;
  /** Leave CSV cells that a spreadsheet would run as a formula as they are. */
  readonly rawCsv: boolean;
}
