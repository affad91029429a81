/** A number for people to read: `200,000`. */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}
