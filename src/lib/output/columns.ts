import { AdminError } from '../errors.js';
import { closest, didYouMean } from '../text/suggestion.js';
import type { Column } from './view.js';

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
