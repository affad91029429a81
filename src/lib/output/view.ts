// Output turns models into text: lists and cards as tables, JSON, NDJSON or CSV, and notes, errors and progress on
// stderr. It decides nothing, fetches nothing and asks nothing. A view, defined here, says which columns, fields and JSON
// a model has; every text from outside passes `sanitise.ts` on its way out.

import type { ConsoleSubject } from '../text/console-url.js';

/** What one cell of a table, card or CSV file holds. Null and undefined: no value. */
export type Cell = string | number | boolean | null | undefined | readonly string[];

/** One column of a list. */
export interface Column<Row> {
  /** Its name in `--columns` and in the header of a CSV file: camelCase, as in JSON. */
  readonly key: string;
  /** Its name in the header of a table, where it is shown in upper case. */
  readonly header: string;
  readonly value: (row: Row) => Cell;
  /** A shorter value for a table on a terminal. */
  readonly short?: (row: Row) => Cell;
  /** Set for values that people copy: a table never shortens them. */
  readonly isWhole?: true;
  /** Set for times in ISO 8601: a table on a terminal shows them to the minute, with their age. */
  readonly isTime?: true;
  /** What the value names that has a page in the AWS console. */
  readonly subject?: (row: Row) => ConsoleSubject | undefined;
}

/** How a list is shown. */
export interface ListView<Row> {
  /** Every column, in the order of a CSV file without `--columns`. */
  readonly columns: readonly Column<Row>[];
  /** Keys shown in a table without `--columns`. */
  readonly tableColumns: readonly string[];
  /** Shown instead of a table without `--columns`, one row below the other, if each is to be read completely. */
  readonly fields?: (row: Row) => readonly CardField[];
  /** What `-q` prints: the name that other commands accept as an argument. */
  readonly id: (row: Row) => string;
  /** The JSON object for a row. */
  readonly json: (row: Row) => object;
  /** For `-o json`: an object that holds the rows beside what they have in common, instead of a plain array. */
  readonly envelope?: Envelope<Row>;
}

export interface Envelope<Row> {
  /** What the rows have in common; it comes first. */
  readonly common: object;
  /** The key of the array. */
  readonly key: string;
  readonly json: (row: Row) => object;
}

/** A line of a card, or the heading of the lines that follow. */
export type CardField =
  | {
      readonly label: string;
      readonly value: Cell;
      /** Set for a time in ISO 8601: on a terminal its age is shown beside it. */
      readonly isTime?: true;
      /** What the value names that has a page in the AWS console. */
      readonly subject?: ConsoleSubject | undefined;
    }
  | { readonly section: string };

/** How one thing is shown. */
export interface CardView<T> {
  readonly fields: (value: T) => readonly CardField[];
  /** What `-q` prints, on one line each; nothing for an empty one. */
  readonly id: (value: T) => string | readonly string[];
  /** The JSON object for the thing. */
  readonly json: (value: T) => object;
}

/** The address of a page in the AWS console, if there is one. */
export type ConsolePages = (subject: ConsoleSubject) => string | undefined;

/** JSON as text, with its line feed. */
export type JsonText = (json: unknown) => string;

export type OutputFormat = 'table' | 'json' | 'ndjson' | 'csv';

/** What the shared output flags ask for. */
export interface OutputOptions {
  readonly format: OutputFormat;
  /** Only identifiers, one per line, whatever the format. */
  readonly quiet: boolean;
  /** Keys of the columns to show, in order, as `parseColumns` returns them; default: the view's own. */
  readonly columns?: readonly string[];
  readonly header: boolean;
  /** Leave CSV cells unchanged that a spreadsheet would run as a formula. */
  readonly rawCsv: boolean;
  /**
   * Writes JSON otherwise than as it is, for `--query` and `--template`: with `json` the whole result, and with `ndjson`
   * each row.
   */
  readonly jsonText?: JsonText | undefined;
  /** The pages to which tables and cards have hyperlinks; left out for none. */
  readonly pages?: ConsolePages | undefined;
  /** What the ages of times are reckoned from. */
  readonly now: Date;
}
