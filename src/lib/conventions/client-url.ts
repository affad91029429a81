import { AdminError } from '../errors.js';
import type { ClientUrl } from '../model/names.js';
import { LOCAL_HOSTS } from '../text/hosts.js';
import { quoted } from '../text/quoted.js';

/** How many URLs each of an app client's two lists takes (API reference, CallbackURLsListType, LogoutURLsListType). */
export const MAX_CLIENT_URLS = 100;

/** API reference, RedirectUrlType. */
const MAX_LENGTH = 1024;

/** Schemes that a browser runs, shows or mails instead of handing the sign-in on to an application. */
const NOT_FOR_APPS = new Set(
  'about blob data file filesystem ftp javascript mailto tel vbscript view-source ws wss'.split(' '),
);

/** What is wrong, to go on after "is", and what to do about it. */
interface Problem {
  readonly fault: string;
  readonly mend: string;
}

/**
 * A URL that Cognito takes as a callback or logout URL (COGNITO.md, "App clients"), exactly as typed and never
 * normalised: Cognito compares byte for byte with what the application sends.
 *
 * @throws AdminError INVALID_URL, whose hint says how to mend it.
 */
export function parseClientUrl(text: string): ClientUrl {
  const problem = textProblem(text) ?? urlProblem(text);
  if (problem === undefined) return text as ClientUrl;
  throw new AdminError('INVALID_URL', `URL ${quoted(text)} ${problem.fault}`, { hint: problem.mend });
}

function textProblem(text: string): Problem | undefined {
  if (text === '')
    return { fault: 'is empty', mend: 'Write a URL, such as https://app.example.com/callback' };
  if (text.length > MAX_LENGTH) {
    return { fault: `has ${text.length} characters`, mend: `Cognito takes at most ${MAX_LENGTH} characters` };
  }
  if (/[\s\p{Z}\p{C}]/u.test(text)) {
    return {
      fault: 'has a space or an invisible character',
      mend: 'Write it without spaces; inside a URL a space is %20',
    };
  }
  if (text.includes('#')) {
    return { fault: 'has a fragment', mend: 'Remove the # and what follows it: Cognito refuses fragments' };
  }
  if (text.includes('\\')) return { fault: 'has a backslash', mend: 'Write / in its place' };
  return undefined;
}

function urlProblem(text: string): Problem | undefined {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && NOT_FOR_APPS.has(scheme)) {
    return {
      fault: `uses the scheme ${scheme}`,
      mend: 'use https, or a scheme of your own app, such as myapp://callback',
    };
  }
  if (scheme === 'http' || scheme === 'https') return webProblem(text, scheme);
  // "localhost:3000/callback" and "c:/callback" look like schemes too: one letter is a drive, a port is a number.
  if (scheme === undefined || scheme.length === 1 || !text.slice(scheme.length + 1).startsWith('/')) {
    return { fault: 'has no scheme', mend: schemeMend(text) };
  }
  return URL.canParse(text) ? undefined : notAUrl();
}

function schemeMend(text: string): string {
  const bare = text.replace(/^\/\//, '');
  const local = LOCAL_HOSTS.some(
    (host) => bare.startsWith(host) && /^(?:[:/]|$)/.test(bare.slice(host.length)),
  );
  if (local) return `write http://${bare}`;
  return /^[\w-]+(?:\.[\w-]+)+(?:[:/?]|$)/.test(bare)
    ? `write https://${bare}`
    : 'write https://HOST/PATH, or a scheme of your own app, such as myapp://callback';
}

function webProblem(text: string, scheme: 'http' | 'https'): Problem | undefined {
  const rest = text.slice(scheme.length + 1);
  if (!rest.startsWith('//')) {
    return { fault: `has no // after ${scheme}:`, mend: `write ${scheme}://${rest.replace(/^\//, '')}` };
  }
  const authority = /^[^/?]*/.exec(rest.slice(2))?.[0] ?? '';
  if (authority.includes('@')) {
    return { fault: 'has a user name before its host', mend: 'Remove what stands before the @, and the @' };
  }
  const host = authority.replace(/:\d*$/, '');
  if (host === '') return { fault: 'has no host', mend: `write ${scheme}://HOST/PATH` };
  if (host.includes('*')) {
    return { fault: 'has a wildcard', mend: 'Cognito compares whole URLs: add each host by itself' };
  }
  if (host.includes(','))
    return { fault: 'has a comma in its host', mend: 'Give each URL as its own argument' };
  if (!URL.canParse(text)) return notAUrl();
  if (scheme === 'http' && !LOCAL_HOSTS.includes(host.toLowerCase())) {
    return { fault: 'uses http on a real host', mend: 'use https, or http on localhost' };
  }
  return undefined;
}

function notAUrl(): Problem {
  return { fault: 'is not a URL', mend: 'Check its host and port: https://HOST:PORT/PATH' };
}
