/** Sentences on some rows: the first few, and how many there are. */
export interface Told {
  readonly first: string[];
  count: number;
  /** Sentences that are told one by one; more are counted. */
  readonly most: number;
}

/** What a screen holds. */
const SCREEN = 20;

/** Bad rows that are told of: whoever has more has the wrong file, and not rows to mend. */
export const MENDABLE = 1_000;

export function nothingTold(most = SCREEN): Told {
  return { first: [], count: 0, most };
}

export function tell(sentences: Told, sentence: string): void {
  sentences.count += 1;
  if (sentences.first.length < sentences.most) sentences.first.push(sentence);
}

/** The sentences, and how many more there are. */
export function toldLines({ first, count }: Told): string[] {
  return count > first.length ? [...first, `and ${count - first.length} more`] : first;
}
