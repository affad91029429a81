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
interface Problem {
  readonly fault: string;
  readonly hint: string;
}

/**
 * A URL that Cognito accepts as a callback or logout URL, exactly as typed and never normalised: Cognito compares it
 * byte for byte with the one that the application sends.
 *
 * Cognito's rules (API reference, CallbackURLs; developer guide, "App client settings"): absolute, without a fragment,
 * https except for localhost, or an app's own scheme. `localhost` includes 127.0.0.1 and ::1.
 *
 * @throws AdminError INVALID_URL, with a hint how to correct it
 */
export function parseClientUrl(text: string): ClientUrl {
  const problem = textProblem(text) ?? urlProblem(text);
  if (problem === undefined) return text as ClientUrl;
  throw new AdminError('INVALID_URL', `URL ${quoted(text)} ${problem.fault}`, { hint: problem.hint });
}

function textProblem(text: string): Problem | undefined {
  if (text === '')
    return { fault: 'is empty', hint: 'Write a URL, such as https://app.example.com/callback' };
  if (text.length > MAX_LENGTH) {
    return {
      fault: `has ${text.length} characters`,
      hint: `Cognito accepts at most ${MAX_LENGTH} characters`,
    };
  }
  if (/[\s\p{Z}\p{C}]/u.test(text)) {
    return {
      fault: 'has a space or an invisible character',
      hint: 'Remove it; inside a URL, a space is written as %20',
    };
  }
  if (text.includes('#')) {
    return { fault: 'has a fragment', hint: 'Remove the # and the text after it: Cognito refuses fragments' };
  }
  if (text.includes('\\')) return { fault: 'has a backslash', hint: 'Use / instead' };
  return undefined;
}

function urlProblem(text: string): Problem | undefined {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && NOT_FOR_APPS.has(scheme)) {
    return {
      fault: `uses the scheme ${scheme}`,
      hint: 'Use https, or a scheme of your own app, such as myapp://callback',
    };
  }
  if (scheme === 'http' || scheme === 'https') return webProblem(text, scheme);
  // "localhost:3000/callback" and "c:/callback" also seem to have a scheme: it is a host with its port, or a drive.
  if (scheme === undefined || scheme.length === 1 || !text.slice(scheme.length + 1).startsWith('/')) {
    return { fault: 'has no scheme', hint: schemeHint(text) };
  }
  return URL.canParse(text) ? undefined : notAUrl();
}

function schemeHint(text: string): string {
  const bare = text.replace(/^\/\//, '');
  const local = LOCAL_HOSTS.some(
    (host) => bare.startsWith(host) && /^(?:[:/]|$)/.test(bare.slice(host.length)),
  );
  if (local) return `Write http://${bare}`;
  return /^[\w-]+(?:\.[\w-]+)+(?:[:/?]|$)/.test(bare)
    ? `Write https://${bare}`
    : 'Write https://HOST/PATH, or a scheme of your own app, such as myapp://callback';
}

function webProblem(text: string, scheme: 'http' | 'https'): Problem | undefined {
  const rest = text.slice(scheme.length + 1);
  if (!rest.startsWith('//')) {
    return { fault: `has no // after ${scheme}:`, hint: `Write ${scheme}://${rest.replace(/^\//, '')}` };
  }
  const authority = /^[^/?]*/.exec(rest.slice(2))?.[0] ?? '';
  if (authority.includes('@')) {
    return { fault: 'has a user name before its host', hint: 'Remove the @ and the text before it' };
  }
  const host = authority.replace(/:\d*$/, '');
  if (host === '') return { fault: 'has no host', hint: `Write ${scheme}://HOST/PATH` };
  if (host.includes('*')) {
    return { fault: 'has a wildcard', hint: 'Cognito compares complete URLs: add one URL for each host' };
  }
  if (host.includes(','))
    return { fault: 'has a comma in its host', hint: 'Pass each URL as a separate argument' };
  if (!URL.canParse(text)) return notAUrl();
  if (scheme === 'http' && !LOCAL_HOSTS.includes(host.toLowerCase())) {
    return { fault: 'uses http, which is allowed only for localhost', hint: 'Use https' };
  }
  return undefined;
}

function notAUrl(): Problem {
  return { fault: 'is not a URL', hint: 'Check its host and port: https://HOST:PORT/PATH' };
}
