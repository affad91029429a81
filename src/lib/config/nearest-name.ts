import { closest, distance } from 'fastest-levenshtein';

/** The opening of a hint, `Did you mean prod? `, where one of the names is near what was written; else nothing. */
export function didYouMean(written: string, names: readonly string[]): string {
  if (names.length === 0 || written.length > 100) return '';
  const lower = written.toLowerCase();
  const nearest = closest(
    lower,
    names.map((name) => name.toLowerCase()),
  );
  const name = names.find((candidate) => candidate.toLowerCase() === nearest) ?? '';
  const bound = name.length <= 3 ? 1 : Math.max(2, Math.floor(name.length / 3));
  return distance(lower, nearest) <= bound ? `Did you mean ${name}? ` : '';
}
