import { pickColumns } from '../output/columns.js';
import type { ListView } from '../output/view.js';
import type { Table } from './document/document.js';

/** The rows of a list as a table with these of its columns, by their keys. */
export function viewTable<Row>(
  view: ListView<Row>,
  keys: readonly string[],
  { rows, caption, empty }: { readonly rows: readonly Row[] } & Required<Pick<Table, 'caption' | 'empty'>>,
): Table {
  const columns = pickColumns(keys, view);
  return {
    caption,
    empty,
    columns: columns.map(({ header, isTime }) => ({
      header: header.charAt(0).toUpperCase() + header.slice(1),
      ...(isTime === true ? { kind: 'time' as const } : {}),
    })),
    rows: rows.map((row) => columns.map(({ value }) => value(row))),
  };
}
