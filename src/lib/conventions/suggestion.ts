import { distance } from 'fastest-levenshtein';

/** Longer text is no slip of the pen, and comparing it would take time that grows with its length. */
const MAX_COMPARED = 200;

/**
 * The candidate that the text was probably meant to be, or none. Case does not count; nothing that differs in more than
 * a third of its letters is offered (two in a short word, for two letters swapped; one in three letters or fewer).
 * Of equally near candidates the first one wins.
 */
export function closest(text: string, candidates: readonly string[]): string | undefined {
  const typed = text.trim().toLowerCase();
  if (typed === '' || typed.length > MAX_COMPARED) return undefined;
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(typed, candidate.toLowerCase());
    if (edits <= bound(typed, candidate) && edits < (best?.edits ?? Infinity)) best = { candidate, edits };
  }
  return best?.candidate;
}

/** The sentence that a hint opens with: `Did you mean x? `, or nothing. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : `Did you mean ${suggestion}? `;
}

function bound(typed: string, candidate: string): number {
  const length = Math.max(typed.length, candidate.length);
  return length <= 3 ? 1 : Math.max(2, Math.floor(length / 3));
}
