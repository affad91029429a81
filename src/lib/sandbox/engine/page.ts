import { createHash } from 'node:crypto';
import { invalidParameter } from './service-error.js';

/** Where the next page starts: after this key, for the same request. */
interface Marker {
  readonly after: string;
  readonly request: string;
}

/** An opaque token. `request` is all that must stay the same from page to page. */
export function pageToken(after: string, request: readonly unknown[]): string {
  const marker: Marker = { after, request: digest(request) };
  return Buffer.from(JSON.stringify(marker)).toString('base64url');
}

/** The key that a token's page starts after. Throws InvalidParameterException for a token of another request. */
export function pageStart(token: string | undefined, request: readonly unknown[]): string | undefined {
  if (token === undefined) return undefined;
  const marker = decode(token);
  if (marker?.request !== digest(request)) throw invalidParameter('Paging Marker is Invalid for Request');
  return marker.after;
}

/** The first `size` keys after `start`, in the order that every page of a listing shares. */
export function pageOf(keys: readonly string[], start: string | undefined, size: number) {
  const rest = keys.filter((key) => start === undefined || key > start).sort(byCodeUnit);
  return { keys: rest.slice(0, size), more: rest.length > size };
}

function byCodeUnit(one: string, other: string): number {
  return one < other ? -1 : 1;
}

function decode(token: string): Marker | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    const isMarker =
      typeof value === 'object' &&
      value !== null &&
      'after' in value &&
      typeof value.after === 'string' &&
      'request' in value &&
      typeof value.request === 'string';
    return isMarker ? (value as Marker) : undefined;
  } catch {
    return undefined;
  }
}

function digest(request: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('base64url').slice(0, 16);
}
