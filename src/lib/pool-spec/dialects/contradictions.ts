import { AdminError } from '../../errors.js';
import { parseClientUrl } from '../../conventions/client-url.js';
import type { ClientSpec, PoolSpec, SpecPath } from '../schema.js';

export interface Contradiction {
  readonly path: SpecPath;
  readonly message: string;
  readonly hint?: string | undefined;
}

/**
 * Settings that Cognito does not accept together (API reference, CreateUserPool, CreateUserPoolClient,
 * CreateUserPoolDomain). A setting whose value is unknown contradicts nothing.
 */
export function contradictions(spec: PoolSpec, isUnknown: (path: SpecPath) => boolean): Contradiction[] {
  return [
    ...poolContradictions(spec, isUnknown),
    ...(spec.clients ?? []).flatMap((client, index) => clientContradictions(client, ['clients', index], isUnknown)),
    ...duplicates('clients', spec.clients ?? [], isUnknown),
    ...duplicates('attributes', spec.attributes ?? [], isUnknown),
    ...(spec.attributes ?? []).flatMap(limitProblems),
  ];
}

function poolContradictions(spec: PoolSpec, isUnknown: (path: SpecPath) => boolean): Contradiction[] {
  const found: Contradiction[] = [];
  if (some(spec.aliasAttributes) && some(spec.usernameAttributes)) {
    found.push({
      path: ['aliasAttributes'],
      message: 'a pool has either alias attributes or user name attributes, not both',
      hint: 'Remove one of them',
    });
  }
  const { mode, softwareToken } = spec.mfa ?? {};
  if (softwareToken === true && mode === 'OFF') {
    found.push({
      path: ['mfa', 'softwareToken'],
      message: 'one-time passwords of an authenticator app need MFA, which is OFF',
      hint: 'Set MFA to OPTIONAL or ON',
    });
  }
  const { sendingAccount, sourceArn } = spec.email ?? {};
  if (sendingAccount === 'DEVELOPER' && sourceArn === undefined && !isUnknown(['email', 'sourceArn'])) {
    found.push({
      path: ['email', 'sendingAccount'],
      message: 'DEVELOPER needs the ARN of a verified SES identity (source ARN)',
      hint: 'Add it, or use COGNITO_DEFAULT',
    });
  }
  const { domain, certificateArn } = spec.domain ?? {};
  if (domain?.includes('.') === true && certificateArn === undefined && !isUnknown(['domain', 'certificateArn'])) {
    found.push({
      path: ['domain', 'domain'],
      message: 'a custom domain needs the ARN of a certificate in us-east-1',
      hint: 'Add it, or use a prefix without a dot',
    });
  }
  return found;
}

function clientContradictions(
  client: ClientSpec,
  base: SpecPath,
  isUnknown: (path: SpecPath) => boolean,
): Contradiction[] {
  const { callbackUrls, logoutUrls, defaultRedirectUri, oauthFlows = [] } = client;
  const found = [
    ...urlProblems(callbackUrls, [...base, 'callbackUrls']),
    ...urlProblems(logoutUrls, [...base, 'logoutUrls']),
  ];
  const callbacks = [...base, 'callbackUrls'];
  if (
    defaultRedirectUri !== undefined &&
    callbackUrls?.includes(defaultRedirectUri) !== true &&
    !isUnknown(callbacks)
  ) {
    found.push({
      path: [...base, 'defaultRedirectUri'],
      message: 'the default redirect URL is not one of the callback URLs',
      hint: 'Add it to them, or use one of them',
    });
  }
  if (callbackUrls?.length === 0 && oauthFlows.some((flow) => flow !== 'client_credentials')) {
    found.push({ path: callbacks, message: 'the code and implicit flows need a callback URL', hint: 'Add one' });
  }
  if (oauthFlows.includes('client_credentials') && oauthFlows.length > 1) {
    found.push({
      path: [...base, 'oauthFlows'],
      message: 'client_credentials cannot be combined with another flow',
      hint: 'Use an app client of its own for it',
    });
  }
  return found;
}

function urlProblems(urls: readonly string[] = [], path: SpecPath): Contradiction[] {
  return urls.flatMap((url) => {
    try {
      parseClientUrl(url, { isRestored: true });
      return [];
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      return [{ path, message: error.message, hint: error.hint }];
    }
  });
}

/** Limits of an attribute that no value could meet. */
function limitProblems(
  { minLength, maxLength, minValue, maxValue }: NonNullable<PoolSpec['attributes']>[number],
  index: number,
): Contradiction[] {
  const found = (key: string, less: string, greater: string): Contradiction => ({
    path: ['attributes', index, key],
    message: `the ${less} exceeds the ${greater}`,
    hint: 'Exchange them, or remove one of them',
  });
  return [
    ...(minLength !== undefined && maxLength !== undefined && minLength > maxLength
      ? [found('minLength', 'minimum length', 'maximum length')]
      : []),
    ...(minValue !== undefined && maxValue !== undefined && minValue > maxValue
      ? [found('minValue', 'minimum value', 'maximum value')]
      : []),
  ];
}

/** App clients without a name cannot be distinguished either. */
function duplicates(
  list: 'clients' | 'attributes',
  items: readonly { readonly name?: string | undefined }[],
  isUnknown: (path: SpecPath) => boolean,
): Contradiction[] {
  const names = items.map(({ name }) => name);
  const noun = list === 'clients' ? 'app client' : 'attribute';
  return names.flatMap((name, index) => {
    const path = [list, index, 'name'];
    if (isUnknown(path) || names.indexOf(name) === index || isUnknown([list, names.indexOf(name), 'name'])) return [];
    const message =
      name === undefined ? `a second ${noun} without a name` : `a second ${noun} with the name ${JSON.stringify(name)}`;
    return [{ path, message, hint: 'Give each its own name' }];
  });
}

function some(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}
