import { createContext, Script } from 'node:vm';

import { AdminError } from '../errors.js';
import { quoted } from './quoted.js';

/** Longer texts match no pattern of a contexts file: it is somebody's, and may take very long on a long text. */
const MAX_MATCHED = 256;
/** Time for one match, in milliseconds. A usable pattern takes a fraction of one, even on a busy machine. */
const TIME_LIMIT = 500;
/** A pattern with at most one of these tries each character a bounded number of times: it needs no time limit. */
const CHOICES = /[*+?{|]/g;
const MAX_REMEMBERED = 10_000;

/** What was found, by pattern and text: many rows have the same few tenants, and a match with a time limit is dear. */
const remembered = new Map<string, boolean>();
const tooSlow = new Set<string>();
const matchers = new Map<string, RegExp | undefined>();

/**
 * Whether the pattern matches the whole text: the patterns in a contexts file may lack `^` and `$`.
 *
 * @throws AdminError INVALID_CONFIG if the pattern takes too long to try
 */
export function matchesWhole(pattern: string, text: string): boolean {
  if (text.length > MAX_MATCHED) return false;
  const simple = simpleMatcher(pattern);
  if (simple !== undefined) return simple.test(text);
  if (tooSlow.has(pattern)) throw takesTooLong(pattern);
  const key = JSON.stringify([pattern, text]);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const matches = matchesInTime(wholeOf(pattern), text);
  if (matches === undefined) {
    tooSlow.add(pattern);
    throw takesTooLong(pattern);
  }
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(key, matches);
  return matches;
}

/** A pattern that needs no time limit; `undefined` for one that does. Compiled once, since every user has a tenant. */
function simpleMatcher(pattern: string): RegExp | undefined {
  if (!matchers.has(pattern)) {
    const isSimple = (pattern.match(CHOICES) ?? []).length <= 1;
    matchers.set(pattern, isSimple ? new RegExp(wholeOf(pattern)) : undefined);
  }
  return matchers.get(pattern);
}

function wholeOf(pattern: string): string {
  return `^(?:${pattern})$`;
}

/** Undefined if the time is up. Only a script of node:vm can be stopped in the middle of a match; signals wait for its end. */
function matchesInTime(pattern: string, text: string): boolean | undefined {
  try {
    const context = createContext({ pattern, text });
    return new Script('new RegExp(pattern).test(text)').runInContext(context, { timeout: TIME_LIMIT }) === true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  }
}

function takesTooLong(pattern: string): AdminError {
  return new AdminError('INVALID_CONFIG', `pattern ${quoted(pattern)} takes too long to try`, {
    hint: 'Simplify tenantPattern or departmentPattern of the context: no repetition of alternatives that match the same text',
  });
}
