/** Replaces a secret. */
const HIDDEN = '(hidden)';

/** Shorter secrets are replaced only in quotes: a password `a` must not remove every a from a message. */
const MIN_BARE = 4;

/** The names of fields, parameters and variables that hold a secret. */
const SECRET_NAME = '(?:[\\w-]*(?:password|secret|token|credential)[\\w-]*|session)';

/** Patterns that identify a secret whatever its value. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  // A member of a JSON object, also of JSON inside a string.
  [
    new RegExp(`(\\\\*"${SECRET_NAME}\\\\*"\\s*:\\s*)(\\\\*")(?:(?!\\2)(?:\\\\.|[^]))*(?:\\2|$)`, 'gi'),
    `$1$2${HIDDEN}$2`,
  ],
  // AWS's validation errors: Value '…' at 'password' failed to satisfy constraint.
  [new RegExp(`(value )'(?:(?!' at ')[^])*'( at '(?:\\w+\\.)*${SECRET_NAME}')`, 'gi'), `$1'${HIDDEN}'$2`],
  // Headers, as a refused signature quotes them line by line.
  [/\b((?:proxy-)?authorization|x-amz-security-token)(["']?\s*[:=]\s*["']?)[^\n"']+/gi, `$1$2${HIDDEN}`],
  [/AWS4-HMAC-SHA256 Credential=[^\n"']+/g, HIDDEN],
  [new RegExp(`\\b(${SECRET_NAME}=)[^\\s&;,'"]+`, 'gi'), `$1${HIDDEN}`],
  [/(\w:\/\/)[^\s/@'"]+@/g, `$1${HIDDEN}@`],
  [/\beyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g, HIDDEN],
];

/**
 * `text` without secrets, fit to be shown and logged. Removes the given secrets, as they are and as JSON and URLs encode
 * them, and everything that looks like one (a JSON member named password, an Authorization header, a JWT).
 */
export function redacted(text: string, secrets: readonly string[] = []): string {
  const byLength = [...secrets].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  let safe = text;
  for (const secret of byLength) {
    for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1), encoded(secret)])) {
      safe =
        secret.length >= MIN_BARE
          ? safe.replaceAll(form, HIDDEN)
          : safe.replaceAll(`'${form}'`, `'${HIDDEN}'`).replaceAll(`"${form}"`, `"${HIDDEN}"`);
    }
  }
  return FORMS.reduce((shown, [form, instead]) => shown.replace(form, instead), safe);
}

/** `encodeURIComponent` throws on a lone surrogate. */
function encoded(secret: string): string {
  return /\p{Cs}/u.test(secret) ? secret : encodeURIComponent(secret);
}
