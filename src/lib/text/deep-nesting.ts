const MAX_OPEN = 200;
const DEEP_BLOCK = /(?:[-?:] ){200}|^ {1000}/m;

/**
 * Where a text is nested too deeply to be parsed as YAML at all: the parser recurses into what is nested, and some thousands of
 * levels end the process. Brackets in quotes count too, which does no harm.
 *
 * @returns line and column, from 1; undefined if the text can be parsed
 */
export function deepNesting(text: string): { readonly line: number; readonly column: number } | undefined {
  let open = 0;
  let at = text.search(DEEP_BLOCK);
  for (let index = 0; index < text.length && at === -1; index += 1) {
    const character = text.charAt(index);
    if (character === '[' || character === '{') open += 1;
    else if ((character === ']' || character === '}') && open > 0) open -= 1;
    if (open > MAX_OPEN) at = index;
  }
  if (at === -1) return undefined;
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
