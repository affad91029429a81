import { expect } from 'chai';
import fc from 'fast-check';

import { DIALECTS, type DialectName } from '../../../../src/lib/pool-spec/dialects/dialects.js';
import { diffSpecs } from '../../../../src/lib/pool-spec/diff/diff-specs.js';
import type { PoolSpec } from '../../../../src/lib/pool-spec/schema.js';
import { readPoolFile } from '../../../../src/lib/pool-spec/source/read-pool-file.js';
import { yamlText } from '../../../../src/lib/pool-spec/yaml-text.js';
import { arbitrarySpec } from '../arbitrary-spec.js';

/** What a dialect cannot express, or not always: a number in a unit of its own, for example. Everything else survives. */
const INEXPRESSIBLE: Readonly<Record<DialectName, RegExp>> = {
  'sf-admin': /^$/,
  cloudformation:
    /^(?:region$|hostedUiCss$|triggers\.preTokenGenerationVersion$|sms\.endUserMessaging|passkeys\.factor|encryption|issuer|acrValues|clientRegistration|domain\.(?:securityPolicy|failover))/,
  openmcf: new RegExp(
    [
      '^(?:tier|verifyBeforeUpdate|firstAuthFactors|hostedUiCss|groups|identityProviders)$',
      '^(?:passkeys|sms|invitation|verification|devices|threatProtection|tags)\\.',
      '^mfa\\.(?!mode|softwareToken)',
      '^passwordPolicy\\.historySize',
      '^triggers\\.(?:.*Version|customSmsSender|customEmailSender|inboundFederation|kmsKeyArn)$',
      '^domain\\.(?:managedLoginVersion|securityPolicy|failover)',
      '^(?:encryption|issuer|acrValues|clientRegistration)',
      '^(?:access|id|refresh)TokenValiditySeconds$',
      '^(?:sessionValiditySeconds|refreshToken(?:Rotation|GraceSeconds)|propagateUserContext|readAttributes|writeAttributes)$',
      '^analytics\\.',
    ].join('|'),
  ),
  stacktape: new RegExp(
    [
      '^(?:name|region|tier|deletionProtection|aliasAttributes|usernameCaseSensitive|verifyBeforeUpdate)$',
      '^(?:firstAuthFactors|accountRecovery|groups|identityProviders)$',
      '^(?:passkeys|sms|devices|threatProtection|tags|analytics)\\.',
      '^mfa\\..*(?:Message|Subject)$',
      '^passwordPolicy\\.historySize',
      '^email\\.(?:sourceArn|sendingAccount|configurationSet)$',
      '^verification\\.method',
      '^triggers\\.(?:.*Version|customSmsSender|customEmailSender|inboundFederation|kmsKeyArn)$',
      '^domain\\.(?:certificateArn|managedLoginVersion|securityPolicy|failover)',
      '^(?:encryption|issuer|acrValues|clientRegistration)',
      '^(?:refreshTokenValiditySeconds|sessionValiditySeconds|refreshToken(?:Rotation|GraceSeconds)|propagateUserContext)$',
      '^(?:oauth|identityProviders|authFlows|defaultRedirectUri|tokenRevocation|preventUserExistenceErrors)$',
      '^(?:readAttributes|writeAttributes)$',
    ].join('|'),
  ),
};

/** A spec that the dialect has a form for at all. */
function adapted(dialect: DialectName, spec: PoolSpec): PoolSpec {
  // OpenMCF needs a region and an app client; Stacktape's pool has exactly one.
  if (dialect === 'openmcf')
    return { region: 'us-east-1', ...spec, clients: spec.clients?.[0] ? spec.clients : [{ name: 'a' }] };
  return dialect === 'stacktape' ? { ...spec, clients: spec.clients?.slice(0, 1) } : spec;
}

describe('a spec that is written in a dialect and read again', () => {
  for (const dialect of Object.keys(DIALECTS) as DialectName[]) {
    it(`as ${dialect} is valid, detected, and has everything that the dialect can express`, () => {
      fc.assert(
        fc.property(arbitrarySpec, (any) => {
          const spec = adapted(dialect, any);
          const file = readPoolFile('pool.yaml', yamlText(DIALECTS[dialect].write(spec)));
          expect(file.dialect).to.equal(dialect);
          expect(file.warnings).to.deep.equal([]);
          const clients = file.spec.clients?.map((client, index) => ({ name: spec.clients?.[index]?.name, ...client }));
          const { differences } = diffSpecs({ spec, unresolved: [], places: new Map() }, { ...file.spec, clients });
          const lost = differences.map(({ field }) => field);
          expect(lost.filter((field) => !INEXPRESSIBLE[dialect].test(field))).to.deep.equal([]);
        }),
        { numRuns: 60 },
      );
    });

    it(`as ${dialect} is the same file again`, () => {
      fc.assert(
        fc.property(arbitrarySpec, (any) => {
          const text = yamlText(DIALECTS[dialect].write(adapted(dialect, any)));
          const again = readPoolFile('pool.yaml', text).spec;
          expect(yamlText(DIALECTS[dialect].write(again))).to.equal(text);
        }),
        { numRuns: 25 },
      );
    });
  }
});
