/**
 * Whether a host of a callback or logout URL is in the conventions' list.
 *
 * @param host as `URL.hostname` writes it
 * @param hosts in lower case; `*.example.com` stands for every host below example.com
 */
export function allowsHost(host: string, hosts: readonly string[]): boolean {
  return hosts.some((entry) => (entry.startsWith('*.') ? host.endsWith(entry.slice(1)) : host === entry));
}
