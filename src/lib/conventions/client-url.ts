import { AdminError } from '../errors.js';
import type { ClientUrl } from '../model/names.js';
import { LOCAL_HOSTS } from '../text/hosts.js';
import { quoted } from '../text/quoted.js';
import { parsePasted } from '../text/pasted-text.js';
import { parsedUrl } from '../text/parsed.js';

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
 * A URL that Cognito accepts as a callback or logout URL, without outer spaces but never normalised: Cognito compares it
 * byte for byte with the one that the application sends.
 *
 * Cognito's rules (API reference, CreateUserPoolClient, CallbackURLs; developer guide, "Application-specific settings with
 * app clients"): absolute, without a fragment; http only for localhost, 127.0.0.1 and [::1]; an app's own scheme is fine,
 * with or without slashes after it (RFC 8252, 7.1).
 *
 * @param options.isRestored the URL was registered before, so that only Cognito's rules count
 * @throws AdminError INVALID_URL, with a hint how to correct it
 */
export function parseClientUrl(typed: string, { isRestored = false } = {}): ClientUrl {
  const text = parsePasted(typed, 'URL', 'INVALID_URL');
  const useless = isRestored ? undefined : uselessProblem(text);
  const problem = useless ?? textProblem(text) ?? urlProblem(text);
  if (problem === undefined) return text as ClientUrl;
  const [fault, hint] = problem;
  throw new AdminError('INVALID_URL', `URL ${quoted(text)} ${fault}`, { hint });
}

/** What Cognito would register, but no application can send. */
function uselessProblem(text: string): Problem | undefined {
  if (/[\s,;|][a-z][a-z0-9+.-]*:\/\//i.test(text)) return ['is several URLs', 'Pass each URL as a separate argument'];
  if (text.includes('*')) {
    return ['has a wildcard', 'Cognito compares complete URLs: add each one. An asterisk itself is written as %2A'];
  }
  const host = /^https?:\/\/([^/?#@]*)(?:[/?#]|$)/i.exec(text)?.[1] ?? '';
  if (/[^\p{ASCII}]/u.test(host)) return ['has a host that is not in ASCII', `Write ${usualForm(text)}`];
  return undefined;
}

function textProblem(text: string): Problem | undefined {
  if (text === '') return ['is empty', 'Write a URL, such as https://app.example.com/callback'];
  if (text.length > MAX_LENGTH) {
    return [`has ${text.length} characters`, `Cognito accepts at most ${MAX_LENGTH} characters`];
  }
  if (text.includes(' ')) return ['has a space', 'Remove it; inside a URL, a space is written as %20'];
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
  if (scheme === undefined || !isAppScheme(scheme, text.slice(scheme.length + 1))) {
    return ['has no scheme', schemeHint(text)];
  }
  return parsedUrl(text) === undefined ? NOT_A_URL : undefined;
}

/** `localhost:3000/callback` and `c:/callback` also seem to have a scheme: it is a host with its port, or a drive. */
function isAppScheme(scheme: string, rest: string): boolean {
  return scheme.length > 1 && rest !== '' && !LOCAL_HOSTS.includes(scheme) && !/^\d+(?:[/?]|$)/.test(rest);
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
  if (host.includes(',')) return ['has a comma in its host', 'Pass each URL as a separate argument'];
  if (parsedUrl(text) === undefined) return NOT_A_URL;
  if (scheme === 'http' && !LOCAL_HOSTS.includes(host.toLowerCase())) {
    return ['uses http, which is allowed only for localhost', 'Use https'];
  }
  return undefined;
}

/**
 * Why a URL that Cognito accepts may not be the one that was meant: it differs from others of the client, or from what a
 * browser makes of it, only in ways that look like nothing.
 *
 * @param url as `parseClientUrl` returns it
 * @param others the other URLs of the same list
 */
export function clientUrlWarnings(url: string, others: readonly string[]): string[] {
  const twin = others.find((other) => other !== url && likeness(other) === likeness(url));
  const usual = usualForm(url);
  if (twin !== undefined) {
    return [
      `${url} and ${twin} differ only in capital letters, the default port or a slash at the end. ` +
        'Cognito compares every character: keep the one that the application sends.',
    ];
  }
  if (usual === url) return [];
  return [`A browser writes ${url} as ${usual}. Cognito compares every character: check what the application sends.`];
}

/** Equal for two URLs that look like the same place. A URL that was registered long ago may be none. */
function likeness(url: string): string {
  const usual = usualForm(url);
  const end = usual.indexOf('?');
  const [place, query] = end === -1 ? [usual, ''] : [usual.slice(0, end), usual.slice(end + 1)];
  return `${place.replace(/\/$/, '')}?${query}`;
}

/** A URL of the web with its scheme and host as browsers write them, and the rest unchanged; any other as it is. */
function usualForm(url: string): string {
  const [, authority] = /^https?:\/\/([^/?]*)/i.exec(url) ?? [];
  if (authority === undefined || parsedUrl(url) === undefined) return url;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}${url.slice(url.indexOf('//') + 2 + authority.length)}`;
}
