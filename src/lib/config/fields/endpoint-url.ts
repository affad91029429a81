import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';

/** What an address may be wrong in, and what to do about it. The text itself is never in it where it may hold a password. */
export interface EndpointProblem {
  readonly message: string;
  readonly fix: string;
}

/**
 * What is wrong with the address of an endpoint, or nothing: it is a URL of http or https, and carries no credentials,
 * since those would reach logs, histories and the contexts file.
 */
export function endpointProblem(text: string): EndpointProblem | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Before the rest: what is no URL may still hold a password.
  const carriesCredentials =
    /^(?:[\w+.-]+:\/\/)?[^/?#]*@/.test(text) || (url !== undefined && url.username + url.password !== '');
  if (carriesCredentials) {
    return {
      message: 'the URL carries a user name or password',
      fix: "Take out what stands before the @: credentials come from AWS's own configuration",
    };
  }
  if (url !== undefined && /^https?:$/.test(url.protocol)) return undefined;
  return {
    message: `${quoted(text)} is not the address of an endpoint`,
    fix: 'Write a URL of http or https, such as http://127.0.0.1:9339',
  };
}

/**
 * The address that a flag or a variable names.
 *
 * @param source what named it, for the message: `--endpoint-url`, `AWS_ENDPOINT_URL`
 * @throws AdminError USAGE, whose message never holds credentials that the URL carries
 */
export function parseEndpointUrl(text: string, source: string): string {
  const problem = endpointProblem(text);
  if (problem === undefined) return text;
  throw new AdminError('USAGE', `${source}: ${problem.message}`, { hint: problem.fix });
}
