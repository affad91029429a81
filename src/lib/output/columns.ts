import { AdminError } from '../errors.js';
import { closest, didYouMean } from '../text/suggestion.js';
import type { Cell, Column } from './view.js';

interface Keyed {
  readonly columns: readonly { readonly key: string }[];
}

/**
 * The keys of `--columns a,b`, in that order, without duplicates. Call it before anything is fetched.
 *
 * @throws AdminError USAGE if it names no column, or one that the view does not have
 */
export function parseColumns(text: string, view: Keyed): string[] {
  const keys = text
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
  if (keys.length === 0) {
    throw new AdminError('USAGE', '--columns is empty', { hint: knownColumns(view) });
  }
  checkColumns(keys, view);
  return [...new Set(keys)];
}

/** The view's columns with these keys, in the order of the keys. @throws AdminError USAGE for an unknown key */
export function pickColumns<Row>(
  keys: readonly string[],
  view: { readonly columns: readonly Column<Row>[] },
): Column<Row>[] {
  checkColumns(keys, view);
  return keys.flatMap((key) => view.columns.filter((column) => column.key === key));
}

/**
 * The rows in the order of a column: numbers by value, other cells as text in which digits count as numbers (`tenant_2`
 * before `tenant_10`), without regard to case. Rows without a value come last, and equal rows stay in their order.
 *
 * @throws AdminError USAGE for an unknown key
 */
export async function* sortedRows<Row>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  view: { readonly columns: readonly Column<Row>[] },
  { key, descending }: { readonly key: string; readonly descending: boolean },
): AsyncGenerator<Row, void, undefined> {
  const [column] = pickColumns([key], view);
  const keyed: { row: Row; cell: Cell }[] = [];
  for await (const row of rows) keyed.push({ row, cell: column?.value(row) });
  const { compare } = new Intl.Collator('en', { numeric: true });
  const direction = descending ? -1 : 1;
  keyed.sort(({ cell: one }, { cell: other }) => {
    if (isAbsent(one) || isAbsent(other)) return Number(isAbsent(one)) - Number(isAbsent(other));
    if (typeof one === 'number' && typeof other === 'number') return direction * (one - other);
    return direction * compare(String(one), String(other));
  });
  for (const { row } of keyed) yield row;
}

function isAbsent(cell: Cell): boolean {
  return cell === null || cell === undefined || cell === '' || (Array.isArray(cell) && cell.length === 0);
}

function checkColumns(keys: readonly string[], view: Keyed): void {
  const known = view.columns.map((column) => column.key);
  const unknown = [...new Set(keys)].filter((key) => !known.includes(key));
  if (unknown.length === 0) return;
  const names = unknown.map((key) => `"${key}"`).join(', ');
  throw new AdminError('USAGE', `unknown ${unknown.length === 1 ? 'column' : 'columns'} ${names}`, {
    hint: didYouMean(...unknown.map((key) => closest(key, known))) + knownColumns(view),
  });
}

function knownColumns(view: Keyed): string {
  return `Columns: ${view.columns.map((column) => column.key).join(', ')}`;
}
