import { expect } from 'chai';

import { AdminError } from '../../../../src/lib/errors.js';
import { creationOf } from '../../../../src/lib/pool-spec/create/creation.js';
import { readPoolFile } from '../../../../src/lib/pool-spec/source/read-pool-file.js';

const from = (text: string, options?: { name?: string }) => creationOf('f.yaml', readPoolFile('f.yaml', text), options);
const spec = (settings: string) => `poolSpec: 1\nname: p\nusernameCaseSensitive: false\n${settings}\n`;

function refusal(text: string): string[] {
  try {
    from(text);
  } catch (error) {
    if (error instanceof AdminError) return [error.code, error.message, ...(error.hint ?? '').split('\n')];
    throw error;
  }
  return [];
}

describe('creationOf', () => {
  it('identifies a pool by the dialect, the resource and the name', () => {
    const template = 'Resources: { Main: { Type: AWS::Cognito::UserPool, Properties: { UserPoolName: p } } }';
    const manifest =
      'kind: AwsCognitoUserPool\nmetadata: { name: m }\nspec: { region: us-east-1, clients: [{ name: a }] }\n';
    expect(
      [from(spec('')), from(template), from(manifest), from(template, { name: 'q' })].map((one) => one.identity),
    ).to.deep.equal(['sf-admin/pool/p', 'cloudformation/Main/p', 'openmcf/m/m', 'cloudformation/Main/q']);
  });

  it('identifies a pool by a hash where a tag cannot hold its name', () => {
    const [comma, other] = ['a,b', 'b,a'].map((name) => from(spec(''), { name }).identity);
    expect(comma).to.match(/^sf-admin\/sha256:[0-9a-f]{64}$/);
    expect(comma).not.to.equal(other);
  });

  it('refuses a name that Cognito does not accept', () => {
    for (const name of ['', 'a;b', 'caf\u00e9', 'a'.repeat(129)]) {
      expect(() => from(spec(''), { name })).to.throw('cannot be the name of a user pool');
    }
    expect(from(spec(''), { name: 'Staging pool_1+=,.@-' }).name).to.equal('Staging pool_1+=,.@-');
  });

  it('keeps the tags of the file, and overrides one of the same key', () => {
    const { tags } = from(spec('tags: { team: a, "sf-admin:spec": other }')).spec;
    expect(tags).to.deep.equal({ team: 'a', 'sf-admin:spec': 'sf-admin/pool/p' });
  });

  it('names an app client without a name like the pool', () => {
    expect(from(spec('clients: [{ oauth: false }]')).spec.clients?.[0]?.name).to.equal('p');
  });

  it('ignores the case of user names if an OpenMCF manifest does not say, and warns of other files', () => {
    const manifest =
      'kind: AwsCognitoUserPool\nmetadata: { name: m }\nspec: { region: us-east-1, clients: [{ name: a }] }\n';
    const { spec: read, warnings } = from(manifest);
    expect([read.usernameCaseSensitive, warnings]).to.deep.equal([false, []]);
    expect(from('poolSpec: 1\nname: p\n').warnings).to.deep.equal([
      'user names will be case-sensitive, since the file does not say otherwise; this cannot be changed later',
    ]);
  });

  it('lists groups and identity providers as not created, and needs no values for them', () => {
    const template =
      'Resources:\n  P: { Type: AWS::Cognito::UserPool, Properties: { UserPoolName: p } }\n' +
      '  G: { Type: AWS::Cognito::UserPoolGroup, Properties: { GroupName: admins, RoleArn: !GetAtt R.Arn } }\n' +
      '  I: { Type: AWS::Cognito::UserPoolIdentityProvider, Properties: { ProviderName: Okta, ProviderType: OIDC } }\n';
    expect(from(template).notCreated).to.deep.equal(['group admins', 'identity provider Okta']);
  });

  for (const [what, settings, problem] of [
    ['a factor without MFA', 'mfa: { mode: OFF, sms: true }', 'a second factor is on while MFA is off'],
    ['MFA without a factor', "mfa: { mode: 'ON' }", 'MFA is on without a second factor'],
    ['a style sheet without a domain', "hostedUiCss: '.a {}'", 'the style sheet of the hosted UI needs a domain'],
    [
      'OAuth without a flow',
      'clients: [{ name: a, oauth: true }]',
      'app client a: OAuth is on without a flow or without a scope',
    ],
    [
      'client_credentials without a secret',
      'clients: [{ name: a, oauthFlows: [client_credentials] }]',
      'app client a: the client_credentials flow needs a client secret',
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(refusal(spec(settings)).slice(0, 3)).to.deep.equal([
        'SETTING_CONFLICT',
        `f.yaml: ${problem}`,
        'Nothing was created. Correct the file',
      ]);
    });
  }

  it('refuses references by line, with values that a shell does not expand', () => {
    const text =
      "resources:\n  a:\n    type: user-auth-pool\n    properties:\n      hooks: { preSignUp: \"$ResourceParam('f', 'arn')\" }\n";
    expect(refusal(text)).to.deep.equal([
      'INVALID_POOL_FILE',
      "f.yaml line 5, column 16, resources.a.properties.hooks.preSignUp: the value of $ResourceParam('f', 'arn') is not known",
      "Supply it: --resolve '$ResourceParam('\\''f'\\'', '\\''arn'\\'')=VALUE'",
    ]);
  });
});
