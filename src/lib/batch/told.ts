/** Sentences on some rows: the first few, and how many there are. */
export interface Told {
  readonly first: string[];
  count: number;
}

/** Sentences that are told one by one; more are counted. */
const TOLD = 20;

export function nothingTold(): Told {
  return { first: [], count: 0 };
}

export function tell(sentences: Told, sentence: string): void {
  sentences.count += 1;
  if (sentences.first.length < TOLD) sentences.first.push(sentence);
}

/** The sentences, and how many more there are. */
export function toldLines({ first, count }: Told): string[] {
  return count > first.length ? [...first, `and ${count - first.length} more`] : first;
}
