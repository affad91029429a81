import { AdminError } from '../../errors.js';
import type { EndpointUrl } from '../../model/names.js';
import { isLoopback } from '../../text/hosts.js';
import { quoted } from '../../text/quoted.js';
import { parsedUrl } from '../../text/parsed.js';

/** What is wrong with a URL. It never holds the text if that may contain a password. */
export interface EndpointProblem {
  readonly message: string;
  readonly fix: string;
}

/**
 * What is wrong with the URL of an endpoint, if anything. It has to be a URL of http or https without credentials, which
 * would end up in logs, histories and the contexts file.
 */
export function endpointProblem(text: string): EndpointProblem | undefined {
  const url = parsedUrl(text);
  // Checked first: text that is not a URL may contain a password too.
  const hasCredentials =
    /^(?:[\w+.-]+:\/\/)?[^/?#]*@/.test(text) || (url !== undefined && url.username + url.password !== '');
  if (hasCredentials) {
    return {
      message: 'the URL contains a user name or password',
      fix: "Remove the part before the @: credentials come from AWS's own configuration",
    };
  }
  if (url !== undefined && /^https?:$/.test(url.protocol)) return undefined;
  return {
    message: `invalid endpoint URL ${quoted(text)}`,
    fix: 'Use a URL of http or https, such as http://127.0.0.1:9339',
  };
}

/**
 * @param source the flag or variable that holds the text, for the message: `--endpoint-url`, `AWS_ENDPOINT_URL`
 * @throws AdminError USAGE, whose message never contains credentials
 */
export function parseEndpointUrl(text: string, source: string): EndpointUrl {
  const problem = endpointProblem(text);
  if (problem === undefined) return text as EndpointUrl;
  throw new AdminError('USAGE', `${source}: ${problem.message}`, { hint: problem.fix });
}

/**
 * Refuses an address to which names and passwords would be sent unencrypted, unless it is on this machine.
 *
 * @throws AdminError USAGE
 */
export function assertEncrypted(address: string | undefined, allowHttp = false): void {
  if (address === undefined || allowHttp || isEncrypted(address)) return;
  throw new AdminError('USAGE', unencrypted(address), {
    hint: 'Use https. If you trust the network in between, use a context with allowHttp: true.',
  });
}

/** Whether requests to an address are encrypted, or do not leave this machine. */
export function isEncrypted(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || isLoopback(hostname);
}

/** The message for an address that `isEncrypted` refuses. The rest of an address for an upload is a secret. */
export function unencrypted(address: string): string {
  return `requests to ${new URL(address).origin} would not be encrypted`;
}
