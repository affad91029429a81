import stringWidth from 'string-width';

const PLAIN_ASCII = /^[\x20-\x7e]*$/;

/**
 * Cells of a terminal that a text without control characters takes; wide characters (CJK, emoji) take two. It is the
 * measure by which cli-table3 aligns its columns, with a short way for plain ASCII: nearly all text is, and the long
 * way takes a start of tens of milliseconds.
 */
export function cellWidth(text: string): number {
  return PLAIN_ASCII.test(text) ? text.length : stringWidth(text);
}
