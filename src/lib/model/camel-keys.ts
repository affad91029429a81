/** Keys of maps whose own keys are data, such as the names of tags, and must not be converted. */
const MAPS = new Set(['UserPoolTags', 'AcrConfiguration']);

/**
 * A Cognito structure with the keys of sf-admin's JSON: `CallbackURLs` becomes `callbackUrls`, `KMSKeyID` becomes
 * `kmsKeyId`. A Date becomes ISO 8601, UTC; other values are unchanged.
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
    // Consecutive capitals are one word; the last one starts the next word if lower case follows.
    .replace(/[A-Z]{2,}(?=[A-Z][a-z]|$|[^A-Za-z])/g, (run) => run.charAt(0) + run.slice(1).toLowerCase());
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function camelValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelValue);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value;
  return camelKeys(value);
}
