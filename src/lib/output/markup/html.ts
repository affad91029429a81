import { visible } from '../sanitise.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text that HTML shows as it is, in an element or in a quoted attribute.
 * What could deceive its reader is escaped, as for a terminal.
 */
export function htmlText(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
