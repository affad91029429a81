import { allowsHost } from '../../conventions/client-host.js';
import { isLoopback } from '../../text/hosts.js';
import { parsedUrl } from '../../text/parsed.js';
import { shellWord } from '../../text/quoted.js';
import type { ClientFacts, ClientRule } from './client-rule.js';

/** The registered URLs of the web with their hosts, and the command that removes each. */
function webUrls({ client, word }: ClientFacts): { url: string; host: string; removal: string }[] {
  const lists = [
    ['callback', client.CallbackURLs ?? []],
    ['logout', client.LogoutURLs ?? []],
  ] as const;
  return lists.flatMap(([list, urls]) =>
    urls.flatMap((url) => {
      const parsed = parsedUrl(url);
      if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol)) return [];
      return { url, host: parsed.hostname, removal: `client remove-${list} ${shellWord(url)} --client-id ${word}` };
    }),
  );
}

/** A problem with several URLs; the command removes the first. */
function withUrls(urls: ReturnType<typeof webUrls>, found: string, fix: string) {
  const [first] = urls;
  if (first === undefined) return undefined;
  const names = [...new Set(urls.map(({ url }) => url))];
  const more = urls.length > 1 ? ' The command removes the first.' : '';
  return {
    found: `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} ${found}`,
    fix: fix + more,
    command: first.removal,
  };
}

export const URL_HOST: ClientRule = {
  rule: 'URL_HOST',
  severity: 'high',
  expected: "callback and logout URLs have hosts of the conventions' list",
  why: 'Codes and tokens are sent to callback URLs: a host that has been given up can be taken over.',
  find: (facts) => {
    const { callbackHosts } = facts.directory.conventions;
    if (callbackHosts === undefined) return undefined;
    const others = webUrls(facts).filter(({ host }) => !isLoopback(host) && !allowsHost(host, callbackHosts));
    return withUrls(
      others,
      'a host that is not in the list callbackHosts of the context',
      'Remove it, or add its host to callbackHosts.',
    );
  },
};

export const LOCALHOST_URL: ClientRule = {
  rule: 'LOCALHOST_URL',
  severity: 'medium',
  expected: 'no callback or logout URL is local in a protected context',
  why: 'Any program on the user’s machine can wait at such an address and take the code.',
  find: (facts) => {
    if (!facts.directory.context.protected) return undefined;
    const local = webUrls(facts).filter(({ host }) => isLoopback(host));
    return withUrls(local, 'a local host, in a protected context', 'Use another user pool for development.');
  },
};

export const DEFAULT_REDIRECT_URL: ClientRule = {
  rule: 'DEFAULT_REDIRECT_URL',
  severity: 'medium',
  expected: 'the default redirect URL is a callback URL',
  why: 'A sign-in without a redirect_uri fails.',
  find: ({ client, word }) => {
    const url = client.DefaultRedirectURI;
    if (url === undefined || client.CallbackURLs?.includes(url) === true) return undefined;
    return {
      found: `the default redirect URL ${url} is not a callback URL`,
      fix: 'Register it.',
      command: `client add-callback ${shellWord(url)} --client-id ${word}`,
    };
  },
};
