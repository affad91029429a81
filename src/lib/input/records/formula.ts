/** What `escape_formulas` of csv-stringify puts an apostrophe in front of, and so do other careful writers. */
const ESCAPED = /^'[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;

/** A cell as it was before `output/csv.ts` made it harmless to a spreadsheet. */
export function withoutApostrophe(cell: string): string {
  return ESCAPED.test(cell) ? cell.slice(1) : cell;
}

/**
 * Whether a spreadsheet that opens an export would run the text as a formula (OWASP, "CSV Injection"): it starts with
 * `=`, `@` or a tab; or with `+` or `-`, and calls or links to something, for which it needs one of `( | !`. So numbers,
 * telephone numbers, and addresses such as `+ana@example.com` pass. The full-width forms count as the plain ones.
 */
export function isFormula(text: string): boolean {
  return (
    /^[=@\t\uff1d\uff20]/.test(text) ||
    (/^[+\-\uff0b\uff0d]/.test(text) && /[(|!\uff08\uff5c\uff01]/.test(text))
  );
}
