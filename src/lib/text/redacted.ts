/** Replaces a secret. */
const HIDDEN = '(hidden)';

/** Shorter secrets are replaced only in quotes: a password `a` must not remove every a from a message. */
const MIN_BARE = 4;

/** Characters of a text, and of a stack, that are kept: what a service sends may be of any length. */
const MAX_TEXT = 2_000;
export const MAX_STACK = 20_000;
const SHORTENED = ' … (shortened)';

/** Part of the names of fields, parameters and variables that hold a secret. */
const SECRET_NAME = '[\\w-]*?(?:password|secret|token|credential)';

/** A JWT, signed or encrypted, or the start of one: its first part is JSON in Base64. */
const TOKEN = /(?<![\w-])(?=[\w-]*?\beyJ[\w-]{4})[\w-]+(?:\.[\w-]*)*/g;

type Form = readonly [RegExp, string | ((match: string, ...groups: (string | undefined)[]) => string)];

/**
 * Patterns that identify a secret whatever its value. Each takes time in proportion to the text: a word is tried from its
 * start only, by a lookbehind or after a quote, and a lookahead, which is never tried again, finds what is in it.
 */
const FORMS: readonly Form[] = [
  // A member of a JSON object, also of JSON inside a string.
  [
    new RegExp(
      `(\\\\{0,15}"(?=${SECRET_NAME}|session[\\\\"])[\\w-]+\\\\{0,15}"\\s*:\\s*)(\\\\{0,15}")(?:(?!\\2)(?:\\\\.|[^]))*(?:\\2|$)`,
      'gi',
    ),
    `$1$2${HIDDEN}$2`,
  ],
  // AWS's validation errors: Value '…' at 'password' failed to satisfy constraint.
  [
    /(value )'[^]*?(?:'( at '(?:\w+\.)*([\w-]+)')|$)/gi,
    (match, start = '', end = '', name = '') =>
      new RegExp(`^${SECRET_NAME}|^session$`, 'i').test(name) ? `${start}'${HIDDEN}'${end}` : match,
  ],
  // Headers, as a refused signature quotes them line by line.
  [/\b((?:proxy-)?authorization|x-amz-security-token)(["']?\s*[:=]\s*["']?)[^\n"']+/gi, `$1$2${HIDDEN}`],
  [/AWS4-HMAC-SHA256 Credential=[^\n"']+/g, HIDDEN],
  [new RegExp(`(?<![\\w-])(?=${SECRET_NAME}|session=)([\\w-]+=)[^\\s&;,'"]+`, 'gi'), `$1${HIDDEN}`],
  [/(\w:\/\/)[^\s/@'"]+@/g, `$1${HIDDEN}@`],
  [TOKEN, HIDDEN],
];

/** What is a secret only by what follows it, at the end of a text that was cut. */
const CUT_FORMS: readonly Form[] = [
  [
    /(value )'[^]*?(?:'( at '(?:\w+\.)*[\w-]+')|$)/gi,
    (match, start = '', end) => (end === undefined ? `${start}'${HIDDEN}'` : match),
  ],
  [/(\w:\/\/)[^\s/@'"]+$/, `$1${HIDDEN}`],
];

/**
 * `text` without secrets, fit to be shown and logged. Removes the given secrets, as they are and as JSON and URLs encode
 * them, and everything that looks like one (a JSON member named password, an Authorization header, a JWT). A text longer
 * than `limit` is shortened, after the given secrets were removed, so that no part of one is left at its end.
 */
export function redacted(text: string, secrets: readonly string[] = [], limit = MAX_TEXT): string {
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
  const isCut = safe.length > limit;
  const forms = isCut ? [...FORMS, ...CUT_FORMS] : FORMS;
  const shown = forms.reduce((rest, [form, instead]) => rest.replace(form, instead as string), safe.slice(0, limit));
  return isCut ? shown + SHORTENED : shown;
}

/** `text` without whatever looks like a token: one that was typed in the wrong place is not shown. */
export function withoutTokens(text: string): string {
  return text.replace(TOKEN, HIDDEN);
}

/** `encodeURIComponent` throws on a lone surrogate. */
function encoded(secret: string): string {
  return /\p{Cs}/u.test(secret) ? secret : encodeURIComponent(secret);
}
