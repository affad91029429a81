/** Whether text is what may stand between two dots of a host's name: 1 to 63 letters, digits and hyphens (RFC 1123). */
export function isDomainLabel(text: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(text);
}
