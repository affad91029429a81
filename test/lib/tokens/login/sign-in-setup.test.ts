import { expect } from 'chai';

import type { AdminError } from '../../../../src/lib/errors.js';
import type { AppClient } from '../../../../src/lib/model/app-client.js';
import { isOnThisMachine, type SignInInput, signInSetup } from '../../../../src/lib/tokens/login/sign-in-setup.js';
import { openTestDirectory } from '../../../helpers/directory.js';

const CALLBACK = 'http://localhost:8976/callback';
const READY = {
  ClientId: 'client01',
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email'],
  SupportedIdentityProviders: ['COGNITO'],
  CallbackURLs: ['https://app.example.com/callback', CALLBACK, 'http://127.0.0.1:3000/'],
} satisfies Partial<AppClient>;

describe('signInSetup', () => {
  const setup = (change: Partial<AppClient> = {}, input: Partial<SignInInput> = {}) =>
    signInSetup(openTestDirectory(), { ...READY, ...change } as AppClient, { scopes: [], ...input });

  function refusal(change: Partial<AppClient>, input: Partial<SignInInput> = {}): [string, string, string[]] {
    try {
      setup(change, input);
    } catch (error) {
      const { code, message, hint = '' } = error as AdminError;
      return [code, message, hint.split('\n')];
    }
    throw new Error('nothing was refused');
  }

  it('takes the first callback URL on this machine, and knows the others', () => {
    expect(setup()).to.deep.equal({ redirectUri: CALLBACK, others: ['http://127.0.0.1:3000/'] });
  });

  it('takes the one that is asked for, as it is registered', () => {
    expect(setup({}, { redirect: 'http://127.0.0.1:3000/', scopes: ['openid', 'email'] })).to.deep.equal({
      redirectUri: 'http://127.0.0.1:3000/',
      others: [CALLBACK],
    });
  });

  for (const [name, { change = {}, input, problem, hint }] of Object.entries<{
    change?: Partial<AppClient>;
    input?: Partial<SignInInput>;
    problem: string;
    hint: string[];
  }>({
    'OAuth is off': {
      change: { AllowedOAuthFlowsUserPoolClient: false },
      problem: 'OAuth is off in app client client01',
      hint: ['To turn it on: sf-admin client set --oauth on'],
    },
    'the code grant is missing': {
      change: { AllowedOAuthFlows: ['implicit'] },
      problem: 'app client client01 does not allow the code grant',
      hint: ['To allow it: sf-admin client set --oauth-flows implicit,code'],
    },
    'the app client is for machines': {
      change: { AllowedOAuthFlows: ['client_credentials'] },
      problem: 'app client client01 does not allow the code grant',
      hint: ['It is for machines (client_credentials). To find another one: sf-admin client list'],
    },
    'there is no identity provider': {
      change: { SupportedIdentityProviders: [] },
      problem: 'app client client01 has no identity provider',
      hint: ['To let users of the user pool sign in: sf-admin client set --identity-providers COGNITO'],
    },
    'a scope is missing': {
      input: { scopes: ['openid', 'orders/read'] },
      problem: 'app client client01 does not have the scope orders/read',
      hint: ['Its scopes: openid, email. To add one: sf-admin client set --add-scope orders/read'],
    },
    'no callback URL is on this machine': {
      change: { CallbackURLs: ['https://app.example.com/callback'] },
      problem: 'app client client01 has no callback URL on this machine',
      hint: ['To register one: sf-admin client add-callback http://localhost:8976/callback'],
    },
    'the callback URL has another path': {
      input: { redirect: 'http://localhost:8976/' },
      problem: 'http://localhost:8976/ is not a callback URL of app client client01',
      hint: [
        'To register one: sf-admin client add-callback http://localhost:8976/',
        `Registered on this machine: ${CALLBACK}, http://127.0.0.1:3000/`,
      ],
    },
    'several things are missing': {
      change: { AllowedOAuthFlowsUserPoolClient: false, CallbackURLs: [] },
      problem: 'OAuth is off in app client client01',
      hint: [
        'To turn it on: sf-admin client set --oauth on',
        'Also: app client client01 has no callback URL on this machine.',
        'To register one: sf-admin client add-callback http://localhost:8976/callback',
      ],
    },
  })) {
    it(`says what to do if ${name}`, () => {
      expect(refusal(change, input)).to.deep.equal(['SIGN_IN_SETUP', problem, hint]);
    });
  }

  it('asks for openid where a scope depends on it', () => {
    const [code, message] = refusal({}, { scopes: ['email'] });
    expect([code, message]).to.deep.equal(['USAGE', 'the scope email needs the scope openid too']);
  });
});

describe('isOnThisMachine', () => {
  for (const [url, expected] of [
    ['http://localhost:3000/callback', true],
    ['http://[::1]:3000/', true],
    ['http://127.0.0.1/', true],
    ['https://localhost:3000/', false],
    ['http://localhost.example.com/', false],
    ['myapp://localhost/', false],
    ['no URL', false],
  ] as const) {
    it(`is ${String(expected)} for ${url}`, () => {
      expect(isOnThisMachine(url)).to.equal(expected);
    });
  }
});
