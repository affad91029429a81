import { createHash } from 'node:crypto';
import { invalidParameter } from './service-error.js';
import { integer, isObject, string } from './shape.js';

/** The most items that a list operation of Cognito returns at once, and how many it returns by default. */
export const LARGEST_PAGE = 60;

/** The page size of list operations that refuse 0. */
export const PAGE_SIZE = integer({ min: 1, max: LARGEST_PAGE });

/** The page size of list operations that accept 0 as the default. */
export const PAGE_SIZE_OR_ZERO = integer({ min: 0, max: LARGEST_PAGE });

export const PAGE_TOKEN = string({ min: 1, max: 131072, pattern: '[\\S]+' });

interface Page {
  readonly keys: string[];
  /** Absent on the last page. */
  readonly nextToken?: string;
}

/**
 * One page of `keys`, sorted by code unit. A key that is deleted between two pages does not disturb the order.
 * `list` is everything that must stay the same from page to page; a `size` of 0 means the default.
 * Throws InvalidParameterException for a token of another list.
 */
export function sortedPage(
  keys: readonly string[],
  list: readonly unknown[],
  token: string | undefined,
  size: number | undefined,
): Page {
  return pageFrom(keysAfter(keys, pageStart(token, list)), list, size);
}

/** Like `sortedPage`, but with `keys` in their own order. */
export function orderedPage(...[keys, list, token, size]: Parameters<typeof sortedPage>): Page {
  const after = pageStart(token, list);
  if (after === undefined) return pageFrom(keys, list, size);
  const index = keys.indexOf(after);
  // The last items of a list are dropped first, so nothing comes after one that is missing.
  return pageFrom(index < 0 ? [] : keys.slice(index + 1), list, size);
}

function pageFrom(rest: readonly string[], list: readonly unknown[], size: number | undefined): Page {
  const keys = rest.slice(0, pageSize(size));
  const last = keys.at(-1);
  return last === undefined || keys.length === rest.length ? { keys } : { keys, nextToken: pageToken(last, list) };
}

export function pageSize(size: number | undefined): number {
  return size === undefined || size === 0 ? LARGEST_PAGE : size;
}

/** The keys after `start`, or all of them, sorted by code unit. */
export function keysAfter(keys: readonly string[], start: string | undefined): string[] {
  return keys.filter((key) => start === undefined || key > start).sort((one, other) => (one < other ? -1 : 1));
}

/** An opaque token for the page after the key `after`; it is valid for the same `list` only. */
export function pageToken(after: string, list: readonly unknown[]): string {
  return Buffer.from(JSON.stringify({ after, request: digest(list) })).toString('base64url');
}

/** The key that a token's page starts after. Throws InvalidParameterException for a token of another list. */
export function pageStart(token: string | undefined, list: readonly unknown[]): string | undefined {
  if (token === undefined) return undefined;
  const marker = decode(token);
  if (!isObject(marker) || typeof marker.after !== 'string' || marker.request !== digest(list)) {
    throw invalidParameter('Paging Marker is Invalid for Request');
  }
  return marker.after;
}

function decode(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function digest(list: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 16);
}
