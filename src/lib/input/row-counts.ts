/**
 * Refuses counts of which rows are missing, or counted twice. It is the last line of defence: what it finds is a defect of
 * sf-admin, and a person who trusts the counts would never learn of the lost row.
 *
 * @param rows all rows
 * @param parts what became of them, by a word for a message
 * @param options.isStopped whether further rows were left, so that fewer may be counted
 * @throws Error
 */
export function assertAddsUp(rows: number, parts: Readonly<Record<string, number>>, { isStopped = false } = {}): void {
  const sum = Object.values(parts).reduce((total, part) => total + part, 0);
  if (sum === rows || (isStopped && sum < rows)) return;
  const counts = Object.entries(parts).map(([word, part]) => `${part} ${word}`);
  throw new Error(`${sum} of ${rows} rows are accounted for: ${counts.join(', ')}`);
}
