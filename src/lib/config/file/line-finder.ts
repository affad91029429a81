import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter } from 'yaml';

/**
 * Finds the line, from 1, of a key of a document, or of its nearest parent if the key is missing. Aliases are followed to
 * their anchor.
 */
export function lineFinder(document: Document.Parsed, lines: LineCounter): (path: readonly PropertyKey[]) => number {
  const child = (parent: unknown, step: PropertyKey): { at: unknown; value: unknown } | undefined => {
    const node = isAlias(parent) ? parent.resolve(document) : parent;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      return pair === undefined ? undefined : { at: pair.key, value: pair.value };
    }
    if (isSeq(node) && typeof step === 'number') return { at: node.items[step], value: node.items[step] };
    return undefined;
  };

  return (path) => {
    let here: unknown = document.contents;
    let offset = document.contents?.range[0] ?? 0;
    for (const step of path) {
      const next = child(here, step);
      if (isNode(next?.at)) offset = next.at.range?.[0] ?? offset;
      here = next?.value;
    }
    return lines.linePos(offset).line;
  };
}
