import { expect } from 'chai';
import fc from 'fast-check';

import {
  clientRequest,
  domainRequest,
  mfaRequest,
  poolRequest,
} from '../../../../src/lib/pool-spec/create/creation-requests.js';
import { diffSpecs } from '../../../../src/lib/pool-spec/diff/diff-specs.js';
import { specFromLive } from '../../../../src/lib/pool-spec/live/spec-from-live.js';
import { arbitrarySpec } from '../arbitrary-spec.js';

const ROLE = { callerArn: 'arn:aws:iam::111122223333:role/sms', externalId: 'id' };
const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:f';

describe('the requests that create what a spec says', () => {
  it('have every setting of the spec', () => {
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        const { PoolName, Schema, ...pool } = poolRequest(spec);
        const live = specFromLive({
          pool: { ...pool, Name: PoolName, SchemaAttributes: Schema },
          mfa: { MfaConfiguration: 'OFF', ...mfaRequest(spec) },
          domain: domainRequest(spec),
          hostedUiCss: spec.hostedUiCss,
          clients: (spec.clients ?? []).map((client, index) => {
            const { GenerateSecret, ...settings } = clientRequest(client);
            const secret = GenerateSecret === true ? { ClientSecret: 'x' } : {};
            const made = { ...settings, UserPoolId: 'p', ClientId: `c${index}`, ...secret };
            return { client: made, unmodelled: {}, current: false };
          }),
          problems: [],
          region: spec.region ?? 'us-east-1',
        });
        const { differences } = diffSpecs({ spec, unresolved: [], places: new Map() }, live.spec);
        const isSettable = (field: string): boolean =>
          !NOT_SET.test(field) && (spec.domain?.domain !== undefined || !field.startsWith('domain.'));
        const lost = differences.map(({ field }) => field).filter(isSettable);
        expect({ lost, notInSpec: live.notInSpec }).to.deep.equal({ lost: [], notInSpec: [] });
      }),
      { numRuns: 100 },
    );
  });

  it('have no MFA and no factor that the spec does not ask for', () => {
    expect(mfaRequest({})).to.equal(undefined);
    expect(mfaRequest({ mfa: { mode: 'OFF', smsMessage: 'Code {####}' } })).to.equal(undefined);
    expect(mfaRequest({ mfa: { mode: 'ON', softwareToken: true }, sms: ROLE })).to.deep.equal({
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
  });

  it('have SMS as the factor of a pool that names none, and can send it', () => {
    expect(mfaRequest({ mfa: { mode: 'OPTIONAL', smsMessage: 'Code {####}' }, sms: ROLE })).to.deep.equal({
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: {
        SmsConfiguration: { SnsCallerArn: ROLE.callerArn, ExternalId: 'id' },
        SmsAuthenticationMessage: 'Code {####}',
      },
    });
    expect(mfaRequest({ mfa: { mode: 'OPTIONAL', email: true } })).to.deep.equal({
      MfaConfiguration: 'OPTIONAL',
      EmailMfaConfiguration: {},
    });
  });

  it('set passkeys without MFA', () => {
    expect(mfaRequest({ passkeys: { relyingPartyId: 'x.example' } })).to.deep.equal({
      MfaConfiguration: 'OFF',
      WebAuthnConfiguration: { RelyingPartyId: 'x.example' },
    });
  });

  it('leave MFA out of the creation, and what is empty', () => {
    const spec = { name: 'a', mfa: { mode: 'ON' as const }, usernameAttributes: [], email: { from: '' }, tags: {} };
    expect(poolRequest(spec)).to.deep.equal({ PoolName: 'a' });
  });

  it('have the version of a custom sender that the spec does not say', () => {
    const { LambdaConfig } = poolRequest({ name: 'a', triggers: { customSmsSender: FUNCTION, preSignUp: FUNCTION } });
    expect(LambdaConfig).to.deep.equal({
      PreSignUp: FUNCTION,
      CustomSMSSender: { LambdaVersion: 'V1_0', LambdaArn: FUNCTION },
    });
  });

  it('have validities in the largest unit, and another name for a client without one', () => {
    const client = { accessTokenValiditySeconds: 5_400, refreshTokenValiditySeconds: 604_800, generateSecret: true };
    expect(clientRequest(client, 'web')).to.deep.equal({
      ClientName: 'web',
      GenerateSecret: true,
      AccessTokenValidity: 90,
      RefreshTokenValidity: 7,
      TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'days' },
    });
  });

  it('create no domain without a name', () => {
    expect(domainRequest({ domain: { managedLoginVersion: 2 } })).to.equal(undefined);
    expect(domainRequest({ domain: { domain: 'sign-in', managedLoginVersion: 2 } })).to.deep.equal({
      Domain: 'sign-in',
      ManagedLoginVersion: 2,
    });
  });
});

/** What depends on another setting: factors and their messages without MFA, a version without a function. */
const NOT_SET = /^(?:mfa\.(?:sms|softwareToken|email)|triggers\.preTokenGenerationVersion)/;
