/** SGR codes: on, and off for that attribute only (ECMA-48, 8.3.117). */
const CODES = { bold: [1, 22], red: [31, 39], yellow: [33, 39] } as const;

/** `text` in a style, or unchanged if `on` is false. */
export function styled(text: string, style: keyof typeof CODES, on: boolean): string {
  if (!on) return text;
  const [start, end] = CODES[style];
  return `\u001b[${start}m${text}\u001b[${end}m`;
}

/** Erases from the cursor to the end of the screen (ECMA-48, 8.3.39). */
export const ERASE_BELOW = '\u001b[J';
