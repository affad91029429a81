/** The names of this machine, as a URL writes them. */
export const LOCAL_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a host of a URL is this machine, so that what is sent to it does not pass a network. */
export function isLoopback(hostname: string): boolean {
  return LOCAL_HOSTS.includes(hostname) || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** Whether text can be one label of a domain name: 1 to 63 letters, digits and inner hyphens (RFC 1123). */
export function isDomainLabel(text: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(text);
}
