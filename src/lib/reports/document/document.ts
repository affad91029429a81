import type { CardField, Cell } from '../../output/view.js';

/*
 * reports/: pages for people who do not use sf-admin. Each report is read into numbers (which -o json prints), made into a
 * document, and the document is written as HTML or Markdown. Every text of a document is plain text: `document/` escapes it.
 */

/** A report before it has a format. */
export interface ReportDocument {
  readonly title: string;
  /** Where, when and by whom the report was made. */
  readonly facts: readonly CardField[];
  /** The numbers that a reader looks for first. */
  readonly figures: readonly Figure[];
  readonly sections: readonly Section[];
}

/** A number and what it counts. */
export interface Figure {
  readonly value: string;
  readonly label: string;
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  /** What the reader must know to understand the numbers, such as what could not be read. */
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string; readonly tags?: readonly Tag[] }
  | { readonly kind: 'facts'; readonly fields: readonly CardField[] }
  | { readonly kind: 'table'; readonly table: Table }
  /** A picture of the numbers in the table. */
  | { readonly kind: 'chart'; readonly chart: Chart; readonly table: Table };

/** A word beside a heading, such as a severity. */
export interface Tag {
  readonly text: string;
  /** How it is coloured; the text says the same. */
  readonly tone: 'bad' | 'warn' | 'plain' | 'good';
}

export interface Table {
  /** What the table shows, for readers who do not see the page. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** Written one by one, so that a table of any length is written in constant memory. */
  readonly rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
  /** The sums below the rows. */
  readonly total?: readonly Cell[];
  /** What is shown if there is no row, in a sentence. */
  readonly empty?: string;
}

export interface TableColumn {
  readonly header: string;
  /** Numbers are aligned right; identifiers and times do not break; a command is set as code. */
  readonly kind?: 'number' | 'id' | 'time' | 'command';
}

/** What a chart shows. Labels are plain text. */
export type Chart =
  | { readonly kind: 'bars'; readonly label: string; readonly bars: readonly Bar[] }
  | { readonly kind: 'months'; readonly label: string; readonly months: readonly Bar[] }
  | {
      readonly kind: 'stacks';
      readonly label: string;
      readonly series: readonly string[];
      /** A number for each of the series. */
      readonly stacks: readonly { readonly label: string; readonly counts: readonly number[] }[];
    };

export interface Bar {
  readonly label: string;
  readonly count: number;
}
