import { AdminError } from '../errors.js';
import type { ClientUrl } from '../model/names.js';
import { LOCAL_HOSTS } from '../text/hosts.js';
import { quoted } from '../text/quoted.js';

/** Maximum number of callback URLs, and of logout URLs (API reference, CallbackURLsListType, LogoutURLsListType). */
export const MAX_CLIENT_URLS = 100;

/** API reference, RedirectUrlType. */
const MAX_LENGTH = 1024;

/** Schemes that a browser handles itself instead of redirecting to an application. */
const NOT_FOR_APPS = new Set(
  'about blob data file filesystem ftp javascript mailto tel vbscript view-source ws wss'.split(' '),
);

/** What is wrong, as it follows `URL "…"` in the message, and the hint. */
type Problem = readonly [fault: string, hint: string];

const NOT_A_URL: Problem = ['is not a URL', 'Check its host and port: https://HOST:PORT/PATH'];

/**
 * A URL that Cognito accepts as a callback or logout URL, exactly as typed and never normalised: Cognito compares it
 * byte for byte with the one that the application sends.
 *
 * Cognito's rules (API reference, CreateUserPoolClient, CallbackURLs; developer guide, "Application-specific settings with
 * app clients"): absolute, without a fragment; http only for localhost, 127.0.0.1 and [::1]; an app's own scheme is fine.
 *
 * @throws AdminError INVALID_URL, with a hint how to correct it
 */
export function parseClientUrl(text: string): ClientUrl {
  const problem = textProblem(text) ?? urlProblem(text);
  if (problem === undefined) return text as ClientUrl;
  const [fault, hint] = problem;
  throw new AdminError('INVALID_URL', `URL ${quoted(text)} ${fault}`, { hint });
}

function textProblem(text: string): Problem | undefined {
  if (text === '') return ['is empty', 'Write a URL, such as https://app.example.com/callback'];
  if (text.length > MAX_LENGTH) {
    return [`has ${text.length} characters`, `Cognito accepts at most ${MAX_LENGTH} characters`];
  }
  if (/[\s\p{Z}\p{C}]/u.test(text)) {
    return ['has a space or an invisible character', 'Remove it; inside a URL, a space is written as %20'];
  }
  if (text.includes('#')) {
    return ['has a fragment', 'Remove the # and the text after it: Cognito refuses fragments'];
  }
  if (text.includes('\\')) return ['has a backslash', 'Use / instead'];
  return undefined;
}

function urlProblem(text: string): Problem | undefined {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && NOT_FOR_APPS.has(scheme)) {
    return [`uses the scheme ${scheme}`, 'Use https, or a scheme of your own app, such as myapp://callback'];
  }
  if (scheme === 'http' || scheme === 'https') return webProblem(text, scheme);
  // "localhost:3000/callback" and "c:/callback" also seem to have a scheme: it is a host with its port, or a drive.
  if (scheme === undefined || scheme.length === 1 || !text.slice(scheme.length + 1).startsWith('/')) {
    return ['has no scheme', schemeHint(text)];
  }
  return URL.canParse(text) ? undefined : NOT_A_URL;
}

function schemeHint(text: string): string {
  const bare = text.replace(/^\/\//, '');
  const local = LOCAL_HOSTS.some((host) => bare.startsWith(host) && /^(?:[:/]|$)/.test(bare.slice(host.length)));
  if (local) return `Write http://${bare}`;
  return /^[\w-]+(?:\.[\w-]+)+(?:[:/?]|$)/.test(bare)
    ? `Write https://${bare}`
    : 'Write https://HOST/PATH, or a scheme of your own app, such as myapp://callback';
}

function webProblem(text: string, scheme: 'http' | 'https'): Problem | undefined {
  const rest = text.slice(scheme.length + 1);
  if (!rest.startsWith('//')) {
    return [`has no // after ${scheme}:`, `Write ${scheme}://${rest.replace(/^\//, '')}`];
  }
  const authority = /^[^/?]*/.exec(rest.slice(2))?.[0] ?? '';
  if (authority.includes('@')) {
    return ['has a user name before its host', 'Remove the @ and the text before it'];
  }
  const host = authority.replace(/:\d*$/, '');
  if (host === '') return ['has no host', `Write ${scheme}://HOST/PATH`];
  if (host.includes('*')) {
    return ['has a wildcard', 'Cognito compares complete URLs: add one URL for each host'];
  }
  if (host.includes(',')) return ['has a comma in its host', 'Pass each URL as a separate argument'];
  if (!URL.canParse(text)) return NOT_A_URL;
  if (scheme === 'http' && !LOCAL_HOSTS.includes(host.toLowerCase())) {
    return ['uses http, which is allowed only for localhost', 'Use https'];
  }
  return undefined;
}
