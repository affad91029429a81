/** The fewest characters of an ID that may stand for the whole: the first ten tell the time alone. */
const SHORTEST = 6;

/** Whether an ID, a ULID, is the one asked for, or starts or ends with what was asked for, in whatever case. */
export function matchesId(id: string, asked: string): boolean {
  const wanted = asked.toUpperCase();
  return id === wanted || (wanted.length >= SHORTEST && (id.startsWith(wanted) || id.endsWith(wanted)));
}
