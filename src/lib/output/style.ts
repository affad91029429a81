/** SGR codes: on, and off for that attribute only (ECMA-48, 8.3.117). */
const CODES = { bold: [1, 22], red: [31, 39], yellow: [33, 39] } as const;

/** `text` in a style, or unchanged if `on` is false. */
export function styled(text: string, style: keyof typeof CODES, on: boolean): string {
  if (!on) return text;
  const [start, end] = CODES[style];
  return `\u001b[${start}m${text}\u001b[${end}m`;
}

/**
 * `text` as a hyperlink (OSC 8, https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda); unchanged without an
 * address. It ends with BEL and not with ST, because `string-width` knows no other end.
 *
 * @param url must be percent-encoded: a control character would end the sequence
 */
export function hyperlink(text: string, url: string | undefined): string {
  return url === undefined ? text : `\u001b]8;;${url}\u0007${text}\u001b]8;;\u0007`;
}

/** Erases from the cursor to the end of the screen (ECMA-48, 8.3.39). */
export const ERASE_BELOW = '\u001b[J';
