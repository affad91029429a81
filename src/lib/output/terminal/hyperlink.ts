/**
 * `text` as a hyperlink on a terminal (OSC 8, https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda); unchanged
 * without an address. It ends with BEL and not with ST, because `string-width` knows no other end.
 *
 * @param url must be percent-encoded: a control character would end the sequence
 */
export function hyperlink(text: string, url: string | undefined): string {
  return url === undefined ? text : `\u001b]8;;${url}\u0007${text}\u001b]8;;\u0007`;
}
