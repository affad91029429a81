import { expect } from 'chai';

import {
  CUSTOM_ATTRIBUTE_MAPPED,
  CUSTOM_ATTRIBUTE_WRITABLE,
} from '../../../../src/lib/checks/clients/attribute-rules.js';
import type { AppClient } from '../../../../src/lib/model/app-client.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { GOOD } from '../good-pool.js';

const [TENANT, ROLE] = ['custom:tenant_id', 'custom:role'];
const ADMIN_SCOPE = ['openid', 'aws.cognito.signin.user.admin'];

/** The severities of what the two rules find in a client with these settings, and the commands. */
function judge(changes: Partial<AppClient>, mapped: readonly string[] = []) {
  const client = { ...GOOD.client, ...changes } as AppClient;
  const facts = {
    client,
    unmodelled: {},
    directory: openTestDirectory(),
    word: 'ID',
    mappedAttributes: new Set(mapped),
  };
  return [CUSTOM_ATTRIBUTE_WRITABLE, CUSTOM_ATTRIBUTE_MAPPED].flatMap((rule) => {
    const problem = rule.find(facts);
    return problem === undefined ? [] : [[problem.severity ?? rule.severity, problem.command ?? null]];
  });
}

const only = (...names: string[]) => ({ WriteAttributes: ['email', ...names] });
const WITHOUT = 'client set --write-attributes email --client-id ID';

describe('custom attributes that users can write', () => {
  for (const [how, changes] of [
    ['a sign-in through the API', { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }],
    ['the flows of a client without a list', { ExplicitAuthFlows: undefined }],
    ['the legacy flows', { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH'] }],
    ['the scope', { AllowedOAuthScopes: ADMIN_SCOPE }],
  ] as [string, Partial<AppClient>][]) {
    it(`are critical if a token can be had by ${how}`, () => {
      expect(judge({ ...changes, ...only(TENANT) })).to.deep.equal([['critical', WITHOUT]]);
    });

    it(`are critical, though a provider maps them, if a token can be had by ${how}`, () => {
      expect(judge({ ...changes, ...only(TENANT) }, [TENANT])[0]?.[0]).to.equal('critical');
    });
  }

  it('are high if no token can be had, and no provider maps them', () => {
    expect(judge(only(TENANT))).to.deep.equal([['high', WITHOUT]]);
  });

  it('are a note if no token can be had, and a provider maps them', () => {
    expect(judge(only(TENANT), [TENANT])).to.deep.equal([['note', null]]);
  });

  it('are judged one by one', () => {
    expect(judge(only(TENANT, ROLE), [TENANT])).to.deep.equal([
      ['high', 'client set --write-attributes email,custom:tenant_id --client-id ID'],
      ['note', null],
    ]);
  });

  it('that a provider maps stay writable: the token is what the command takes away', () => {
    expect(judge({ ...only(TENANT), AllowedOAuthScopes: ADMIN_SCOPE }, [TENANT])).to.deep.equal([
      [
        'critical',
        'client set --auth-flows ALLOW_REFRESH_TOKEN_AUTH --remove-scope aws.cognito.signin.user.admin --client-id ID',
      ],
    ]);
  });

  it('are named in the fix without those that a provider maps, which must stay', () => {
    const client = { ...GOOD.client, ...only(TENANT, ROLE), AllowedOAuthScopes: ADMIN_SCOPE } as AppClient;
    const facts = {
      client,
      unmodelled: {},
      directory: openTestDirectory(),
      word: 'ID',
      mappedAttributes: new Set([TENANT]),
    };
    expect(CUSTOM_ATTRIBUTE_WRITABLE.find(facts)?.fix).to.equal(
      "Remove custom:role from the client's writable attributes immediately.",
    );
  });

  it('are not reached by the scope of a client whose OAuth is off, or that has no users', () => {
    const scope = { ...only(TENANT), AllowedOAuthScopes: ADMIN_SCOPE };
    expect([
      judge({ ...scope, AllowedOAuthFlowsUserPoolClient: false }),
      judge({ ...scope, AllowedOAuthFlows: ['client_credentials'] }),
    ]).to.deep.equal([[['high', WITHOUT]], [['high', WITHOUT]]]);
  });

  it('leave the standard attributes if nothing else is writable', () => {
    expect(judge({ WriteAttributes: [TENANT] })[0]?.[1]).to.equal('client set --write-attributes none --client-id ID');
  });
});
