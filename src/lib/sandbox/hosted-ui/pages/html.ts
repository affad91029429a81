import { escapeHtml } from '../../../text/quoted.js';

/** Markup. Only `html` makes it, so that a text from outside cannot become part of a page without being escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

/** A template of markup: every value but markup is escaped, for an element or a quoted attribute. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  return new Html(parts.map((part, index) => part + markupOf(values[index] ?? '')).join(''));
}

function markupOf(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') return escapeHtml(value);
  return value instanceof Html ? value.markup : value.map(({ markup }) => markup).join('');
}
