import { Document, visit } from 'yaml';

/**
 * As in `output/sanitise.ts`, but for line feeds and tabs, which YAML needs: what acts on a terminal or deceives its
 * reader.
 */
const UNSAFE = /(?![\n\t])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Data as YAML that is harmless on a terminal and parses to the same data. Words such as OFF
 * are in quotes, since the YAML 1.1 of other tools takes them for booleans. Ends with a line feed.
 */
export function yamlText(data: object): string {
  const document = new Document(data, { aliasDuplicateObjects: false, version: '1.1' });
  visit(document, {
    Scalar: (_key, scalar) => {
      // Only in double quotes can a character be escaped.
      if (typeof scalar.value === 'string' && scalar.value.search(UNSAFE) !== -1) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return document
    .toString({ lineWidth: 0 })
    .replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
