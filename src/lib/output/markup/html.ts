import { escapeHtml } from '../../text/quoted.js';
import { visible } from '../sanitise.js';

/**
 * Text that HTML shows as it is, in an element or in a quoted attribute.
 * What could deceive its reader is escaped, as for a terminal.
 */
export function htmlText(text: string): string {
  return escapeHtml(visible(text));
}
