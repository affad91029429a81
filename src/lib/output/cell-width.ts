/** Cells of a terminal that `text` takes; wide characters (CJK, emoji) take two. */
export type CellWidth = (text: string) => number;

const PLAIN_ASCII = /^[\x20-\x7e]*$/;

/**
 * A measure for texts without control characters. It is the one by which cli-table3 aligns its columns, and is imported
 * unless all of `samples` are plain ASCII.
 */
export async function cellWidthFor(samples: readonly string[]): Promise<CellWidth> {
  if (samples.every((text) => PLAIN_ASCII.test(text))) return (text) => text.length;
  const { default: stringWidth } = await import('string-width');
  return stringWidth;
}
