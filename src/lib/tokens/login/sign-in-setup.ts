import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { AppClient } from '../../model/app-client.js';
import { LOCAL_HOSTS } from '../../text/hosts.js';
import { parsedUrl } from '../../text/parsed.js';

export interface SignInInput {
  /** Empty for all scopes of the app client. */
  readonly scopes: readonly string[];
  /** The callback URL to use; by default the first one on this machine. */
  readonly redirect?: string | undefined;
}

export interface SignInSetup {
  /** As it is registered: Cognito compares every character. */
  readonly redirectUri: string;
  /** The other callback URLs on this machine. */
  readonly others: readonly string[];
}

/** What is missing, as a sentence without its full stop, and what to do. */
type Gap = readonly [problem: string, hint: string];

/**
 * Checks that users can sign in to an app client through the hosted UI, and that this machine can receive the answer.
 *
 * @throws AdminError SIGN_IN_SETUP with everything that is missing; USAGE for scopes that are refused without `openid`
 */
export function signInSetup(directory: Directory, client: AppClient, input: SignInInput): SignInSetup {
  assertOpenId(input.scopes);
  const registered = (client.CallbackURLs ?? []).filter(isOnThisMachine);
  const { redirect = registered[0] } = input;
  const command = (text: string) => commandLine(directory, text);
  const gaps = [
    ...settingGaps(client, command),
    ...input.scopes.flatMap((scope) => scopeGap(client, scope, command)),
    ...redirectGap(client, { redirect, registered }, command),
  ];
  const [first, ...more] = gaps;
  if (first === undefined && redirect !== undefined) {
    return { redirectUri: redirect, others: registered.filter((url) => url !== redirect) };
  }
  const [problem = '', hint = ''] = first ?? [];
  const further = more.flatMap(([text, fix]) => [`Also: ${text}.`, fix]);
  throw new AdminError('SIGN_IN_SETUP', problem, { hint: [hint, ...further].join('\n') });
}

/** Whether a browser on this machine reaches this machine with a URL, unencrypted: it has no certificate. */
export function isOnThisMachine(url: string): boolean {
  const { protocol, hostname = '' } = parsedUrl(url) ?? {};
  return protocol === 'http:' && LOCAL_HOSTS.includes(hostname);
}

/** Documented: these need `openid`. */
const OF_OPENID = ['email', 'phone', 'profile'];

function assertOpenId(scopes: readonly string[]): void {
  const dependent = scopes.find((scope) => OF_OPENID.includes(scope));
  if (dependent === undefined || scopes.includes('openid')) return;
  throw new AdminError('USAGE', `the scope ${dependent} needs the scope openid too`, { hint: 'Add: --scope openid' });
}

type CommandText = (text: string) => string;

function settingGaps(client: AppClient, command: CommandText): Gap[] {
  const { ClientId, AllowedOAuthFlowsUserPoolClient: isOAuth = false, AllowedOAuthFlows: flows = [] } = client;
  const { SupportedIdentityProviders: providers = [] } = client;
  const gaps: Gap[] = [];
  if (!isOAuth) {
    gaps.push([`OAuth is off in app client ${ClientId}`, `To turn it on: ${command('client set --oauth on')}`]);
  }
  if (!flows.includes('code')) {
    // Documented: it cannot be combined with the others.
    const hint = flows.includes('client_credentials')
      ? `It is for machines (client_credentials). To find another one: ${command('client list')}`
      : `To allow it: ${command(`client set --oauth-flows ${[...flows, 'code'].join(',')}`)}`;
    gaps.push([`app client ${ClientId} does not allow the code grant`, hint]);
  }
  if (providers.length === 0) {
    const fix = command('client set --identity-providers COGNITO');
    gaps.push([`app client ${ClientId} has no identity provider`, `To let users of the user pool sign in: ${fix}`]);
  }
  return gaps;
}

function scopeGap(
  { ClientId, AllowedOAuthScopes: allowed = [] }: AppClient,
  scope: string,
  command: CommandText,
): Gap[] {
  if (allowed.includes(scope)) return [];
  const known = allowed.length === 0 ? 'It has none.' : `Its scopes: ${allowed.join(', ')}.`;
  const hint = `${known} To add one: ${command(`client set --add-scope ${scope}`)}`;
  return [[`app client ${ClientId} does not have the scope ${scope}`, hint]];
}

/** Without `redirect` and a callback URL on this machine, one that nothing else is likely to use. */
const SUGGESTED = 'http://localhost:8976/callback';

function redirectGap(
  { ClientId, CallbackURLs: urls = [] }: AppClient,
  { redirect, registered }: { readonly redirect: string | undefined; readonly registered: readonly string[] },
  command: CommandText,
): Gap[] {
  if (redirect !== undefined && urls.includes(redirect)) return [];
  const fix = `To register one: ${command(`client add-callback ${redirect ?? SUGGESTED}`)}`;
  if (redirect === undefined) return [[`app client ${ClientId} has no callback URL on this machine`, fix]];
  const others = registered.length === 0 ? [] : [`Registered on this machine: ${registered.join(', ')}`];
  return [[`${redirect} is not a callback URL of app client ${ClientId}`, [fix, ...others].join('\n')]];
}
