/** Keys under which the service keeps a map of the administrators' own names: those are data and stay as they are. */
const MAPS = new Set(['UserPoolTags', 'AcrConfiguration']);

/**
 * A structure of the service with its keys as sf-admin's JSON writes them: `CallbackURLs` becomes `callbackUrls`,
 * `KMSKeyID` becomes `kmsKeyId`. A Date becomes ISO 8601, UTC; other values are untouched.
 */
export function camelKeys(value: object): Record<string, unknown> {
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    entries
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [camelKey(key), MAPS.has(key) ? inner : camelValue(inner)]),
  );
}

/** One key: see `camelKeys`. */
export function camelKey(key: string): string {
  const words = key
    .replace(/URLs/g, 'Urls')
    // A run of capitals is one word; its last letter starts the next word where one follows.
    .replace(/[A-Z]{2,}(?=[A-Z][a-z]|$|[^A-Za-z])/g, (run) => run.charAt(0) + run.slice(1).toLowerCase());
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function camelValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelValue);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value;
  return camelKeys(value);
}
