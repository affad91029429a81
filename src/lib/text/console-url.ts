import { consoleHost } from './aws-hosts.js';

/** What has a page of its own in the AWS console: a user by user name, an app client by ID, or the user pool itself. */
export type ConsoleSubject =
  | { readonly kind: 'user'; readonly username: string }
  | { readonly kind: 'client'; readonly clientId: string }
  | { readonly kind: 'pool' };

/** The user pool whose pages are meant. */
export interface ConsolePool {
  readonly region: string;
  readonly poolId: string;
}

/**
 * The address of a page in the AWS console; `undefined` in a region whose console AWS does not document. AWS documents
 * the host of each partition and not the paths, which are those of the console of 2025.
 */
export function consoleUrl({ region, poolId }: ConsolePool, subject: ConsoleSubject): string | undefined {
  const host = consoleHost(region);
  if (host === undefined) return undefined;
  return `https://${host}/cognito/v2/idp/user-pools/${encoded(poolId)}${path(subject)}?region=${encoded(region)}`;
}

function path(subject: ConsoleSubject): string {
  switch (subject.kind) {
    case 'user':
      return `/user-management/users/details/${encoded(subject.username)}`;
    case 'client':
      return `/applications/app-clients/${encoded(subject.clientId)}/login-pages`;
    case 'pool':
      return '';
  }
}

/**
 * With `!'()*` encoded too, which `encodeURIComponent` leaves: `string-width` does not take a hyperlink with one of them
 * for one. A lone surrogate, for which it throws, becomes U+FFFD.
 */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
