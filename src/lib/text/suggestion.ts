import { distance } from 'fastest-levenshtein';

import { AdminError } from '../errors.js';

/** Longer text is not a typing error, and comparing it would take too long. */
const MAX_COMPARED = 200;

/**
 * The candidate that was probably meant, if any. Ignores case. A candidate may differ in at most a third of its letters
 * (two in a short word, for swapped letters; one in a word of up to three letters). Of equally near candidates the first
 * one is returned.
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

/** The most names of a list that are compared with one that does not exist. */
const MOST_LISTED = 1_000;

/**
 * The name in a list that was probably meant, if any. Only a help: a list that cannot be read must not hide that what was
 * named does not exist.
 */
export async function closestListed(name: string, list: AsyncIterable<{ name: string }>): Promise<string | undefined> {
  const names: string[] = [];
  try {
    for await (const item of list) {
      if (names.push(item.name) >= MOST_LISTED) break;
    }
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
  }
  return closest(name, names);
}

/** The start of a hint: `Did you mean x? `, `Did you mean x, y? `, or nothing. */
export function didYouMean(...suggestions: readonly (string | undefined)[]): string {
  const names = [...new Set(suggestions)].filter((name) => name !== undefined);
  return names.length === 0 ? '' : `Did you mean ${names.join(', ')}? `;
}

function bound(typed: string, candidate: string): number {
  const length = Math.max(typed.length, candidate.length);
  return length <= 3 ? 1 : Math.max(2, Math.floor(length / 3));
}
