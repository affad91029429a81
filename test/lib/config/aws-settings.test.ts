import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';
import { configuredEndpoint, withAwsSettings } from '../../../src/lib/config/aws-settings.js';
import { BUILT_IN_CONTEXTS } from '../../../src/lib/config/built-in.js';
import { type AwsSettings, type Context, SERVICE_IDS } from '../../../src/lib/config/context.js';
import { rejection } from '../conventions/refusal.js';
import { temporaryFolder } from './temporary-folder.js';

const [SANDBOX, STACKFLOW] = BUILT_IN_CONTEXTS as [Context, Context];
const { region: _region, ...WITHOUT_REGION } = STACKFLOW;

const CONFIG = `
[default]
region = eu-west-1
endpoint_url = https://default.example

[profile plain]
region = eu-west-3

[profile global]
endpoint_url = https://global.example

[profile service]
endpoint_url = https://global.example
services = both

[profile sts-only]
services = sts

[profile ignoring]
endpoint_url = https://global.example
ignore_configured_endpoint_urls = true

[profile fips]
use_fips_endpoint = True
use_dualstack_endpoint = true

[profile fips-at-url]
use_fips_endpoint = true
endpoint_url = https://global.example

[profile certificates]
ca_bundle = /etc/company.pem

[profile no-section]
services = missing

[profile maybe]
use_fips_endpoint = yes

[profile no-url]
endpoint_url = localhost:1

[profile sso]
sso_session = s

[profile older-sso]
sso_start_url = https://a.example

[profile signed-in]
login_session = arn:aws:iam::111122223333:user/ana

[profile role]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = older-sso

[profile loop]
source_profile = loop

[profile split]
region = eu-west-1
endpoint_url = https://config.example

[services both]
cognito_identity_provider =
  endpoint_url = https://cognito.example
sts =
  endpoint_url = https://sts.example

[services sts]
sts =
  endpoint_url = https://sts.example
s3 =
  endpoint_url = https://s3.example
`;
const CREDENTIALS = '[split]\nregion = eu-north-1\nendpoint_url = https://credentials.example\n';

describe("AWS's own configuration", () => {
  const folder = temporaryFolder();
  let files: Record<string, string>;
  beforeEach(async () => {
    files = { AWS_CONFIG_FILE: folder.path('config'), AWS_SHARED_CREDENTIALS_FILE: folder.path('credentials') };
    await writeFile(folder.path('config'), CONFIG);
    await writeFile(folder.path('credentials'), CREDENTIALS);
  });

  const complete = (env: Record<string, string>, context: Partial<Context> = {}) =>
    withAwsSettings({ ...STACKFLOW, ...context }, { ...files, ...env });

  // As the AWS CLI: the requests of `aws cognito-idp list-users` with the same files and variables were compared.
  const ADDRESSES: [what: string, env: Record<string, string>, cognito: string | undefined, sts: string | undefined][] =
    [
      ['the default profile', {}, 'https://default.example', 'https://default.example'],
      ['a profile without addresses', { AWS_PROFILE: 'plain' }, undefined, undefined],
      ['a profile that does not exist', { AWS_PROFILE: 'nowhere' }, undefined, undefined],
      ['a profile named like a built-in property', { AWS_PROFILE: 'constructor' }, undefined, undefined],
      [
        'the older name of the variable',
        { AWS_DEFAULT_PROFILE: 'global' },
        'https://global.example',
        'https://global.example',
      ],
      [
        "a service's address before the profile's",
        { AWS_PROFILE: 'service' },
        'https://cognito.example',
        'https://sts.example',
      ],
      ["another service's address", { AWS_PROFILE: 'sts-only' }, undefined, 'https://sts.example'],
      [
        'the credentials file before the other',
        { AWS_PROFILE: 'split' },
        'https://credentials.example',
        'https://credentials.example',
      ],
      ['a profile that ignores addresses', { AWS_PROFILE: 'ignoring' }, undefined, undefined],
      [
        'a profile that ignores those of variables',
        { AWS_PROFILE: 'ignoring', AWS_ENDPOINT_URL: 'https://env.example' },
        undefined,
        undefined,
      ],
      [
        'a variable that ignores addresses',
        { AWS_PROFILE: 'global', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' },
        undefined,
        undefined,
      ],
      [
        'a variable that does not, before the profile',
        { AWS_PROFILE: 'ignoring', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
        'https://global.example',
        'https://global.example',
      ],
      [
        "a variable before a service's address",
        { AWS_PROFILE: 'service', AWS_ENDPOINT_URL: 'https://env.example' },
        'https://env.example',
        'https://env.example',
      ],
      [
        "a service's variable before all",
        {
          AWS_PROFILE: 'service',
          AWS_ENDPOINT_URL: 'https://env.example',
          AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'https://own.example',
        },
        'https://own.example',
        'https://env.example',
      ],
      [
        'an empty variable, which is none',
        { AWS_PROFILE: 'global', AWS_ENDPOINT_URL: '' },
        'https://global.example',
        'https://global.example',
      ],
      [
        'the variable of STS',
        { AWS_PROFILE: 'plain', AWS_ENDPOINT_URL_STS: 'https://sts2.example' },
        undefined,
        'https://sts2.example',
      ],
    ];
  for (const [what, env, cognito, sts] of ADDRESSES) {
    it(`gives the addresses of Cognito and STS: ${what}`, async () => {
      const { endpointUrl, aws } = await complete(env);
      expect([endpointUrl, aws?.stsUrl]).to.deep.equal([cognito, sts]);
      expect(await configuredEndpoint(STACKFLOW, { ...files, ...env })).to.equal(cognito);
    });
  }

  it('gives the address alone, also of files that name none, or that do not exist', async () => {
    const ignore = 'ignore_configured_endpoint_urls = true';
    await writeFile(folder.path('config'), '[default]\nregion = eu-west-1\n');
    await writeFile(folder.path('credentials'), `[default]\n${ignore}\n`);
    const none = folder.path('none');
    const url = { AWS_ENDPOINT_URL: 'https://env.example' };
    const given = await Promise.all([
      configuredEndpoint(STACKFLOW, { ...files, AWS_SHARED_CREDENTIALS_FILE: none }),
      configuredEndpoint(STACKFLOW, { ...files, ...url, AWS_SHARED_CREDENTIALS_FILE: none }),
      configuredEndpoint(STACKFLOW, { ...files, ...url, AWS_CONFIG_FILE: none }),
      configuredEndpoint({ ...STACKFLOW, endpointUrl: 'http://127.0.0.1:9229' }, { ...files, ...url }),
      configuredEndpoint(SANDBOX, url),
    ]);
    expect(given).to.deep.equal([undefined, 'https://env.example', undefined, 'http://127.0.0.1:9229', undefined]);
  });

  it('gives the address of a single other service', async () => {
    const { aws } = await complete({
      AWS_PROFILE: 'plain',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://secrets.example',
    });
    expect(aws?.serviceUrls).to.deep.equal({ secrets_manager: 'https://secrets.example' });
  });

  it('is read from the profile of the context, not from that of AWS_PROFILE', async () => {
    const { endpointUrl, aws } = await complete({ AWS_PROFILE: 'global' }, { profile: 'sts-only' });
    expect([endpointUrl, aws?.profile, aws?.stsUrl]).to.deep.equal([undefined, 'sts-only', 'https://sts.example']);
  });

  it('does not replace the address of the context, and does not send calls to STS there', async () => {
    const { endpointUrl, aws } = await complete({ AWS_PROFILE: 'service' }, { endpointUrl: 'http://127.0.0.1:9229' });
    expect([endpointUrl, aws?.stsUrl]).to.deep.equal(['http://127.0.0.1:9229', 'https://sts.example']);
  });

  it('is not read for the sandbox', async () => {
    expect(await withAwsSettings(SANDBOX, { ...files, AWS_ENDPOINT_URL: 'https://env.example' })).to.equal(SANDBOX);
  });

  /** An address for every service, as `endpoint_url` of a profile gives one. */
  const EVERYWHERE = Object.fromEntries(SERVICE_IDS.map((id) => [id, 'https://global.example']));
  const NONE: AwsSettings = { hasKeys: false, fips: false, dualStack: false };
  const OTHERS: [what: string, env: Record<string, string>, settings: AwsSettings][] = [
    [
      'FIPS and dual stack of a profile, in any case',
      { AWS_PROFILE: 'fips' },
      { profile: 'fips', fips: true, dualStack: true },
    ],
    ['FIPS of a variable', { AWS_PROFILE: 'plain', AWS_USE_FIPS_ENDPOINT: 'true' }, { profile: 'plain', fips: true }],
    [
      'dual stack of a variable',
      { AWS_PROFILE: 'plain', AWS_USE_DUALSTACK_ENDPOINT: 'TRUE' },
      { profile: 'plain', dualStack: true },
    ],
    [
      'a variable that turns FIPS off',
      { AWS_PROFILE: 'fips', AWS_USE_FIPS_ENDPOINT: 'false' },
      { profile: 'fips', dualStack: true },
    ],
    [
      'FIPS beside an address',
      { AWS_PROFILE: 'fips-at-url' },
      { profile: 'fips-at-url', fips: true, stsUrl: 'https://global.example', serviceUrls: EVERYWHERE },
    ],
    [
      'certificates of a profile',
      { AWS_PROFILE: 'certificates' },
      { profile: 'certificates', caBundle: '/etc/company.pem' },
    ],
    [
      'certificates of a variable first',
      { AWS_PROFILE: 'certificates', AWS_CA_BUNDLE: '/own.pem' },
      { profile: 'certificates', caBundle: '/own.pem' },
    ],
    [
      'keys of the environment',
      { AWS_PROFILE: 'plain', AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'b' },
      { profile: 'plain', hasKeys: true },
    ],
    ['no keys if one is missing', { AWS_PROFILE: 'plain', AWS_ACCESS_KEY_ID: 'A' }, { profile: 'plain' }],
  ];
  for (const [what, env, settings] of OTHERS) {
    it(`gives ${what}`, async () => {
      expect((await complete(env)).aws).to.deep.equal({ ...NONE, ...settings });
    });
  }

  for (const [profile, command] of [
    ['sso', 'aws sso login --profile sso'],
    ['older-sso', 'aws sso login --profile older-sso'],
    ['signed-in', 'aws login --profile signed-in'],
    ['role', 'aws sso login --profile older-sso'],
    ['loop', undefined],
    ['plain', undefined],
  ] as const) {
    it(`gives the command that signs in, for profile ${profile}`, async () => {
      expect((await complete({ AWS_PROFILE: profile })).aws?.signIn).to.equal(command);
    });
  }

  it('prefers the profile that a context or flag names to keys of the environment', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'b' };
    expect((await complete(env, { profile: 'plain' })).aws).to.deep.equal({ ...NONE, profile: 'plain' });
  });

  it("gives the profile's region if there is no other, from the credentials file first", async () => {
    const regionOf = async (profile: string, context: Context) =>
      (await withAwsSettings(context, { ...files, AWS_PROFILE: profile })).region;
    expect([
      await regionOf('plain', WITHOUT_REGION),
      await regionOf('split', WITHOUT_REGION),
      await regionOf('plain', STACKFLOW),
    ]).to.deep.equal(['eu-west-3', 'eu-north-1', 'us-east-1']);
  });

  const REFUSED: [what: string, env: Record<string, string>, message: string][] = [
    [
      'a section that is missing',
      { AWS_PROFILE: 'no-section' },
      'services of profile "no-section": there is no section [services missing]',
    ],
    [
      'a word that is neither true nor false',
      { AWS_PROFILE: 'maybe' },
      'use_fips_endpoint of profile "maybe" is "yes"',
    ],
    ['one of a variable', { AWS_PROFILE: 'plain', AWS_USE_FIPS_ENDPOINT: '1' }, 'AWS_USE_FIPS_ENDPOINT is "1"'],
    [
      'an address that is none',
      { AWS_PROFILE: 'no-url' },
      'endpoint_url of profile "no-url": invalid endpoint URL "localhost:1"',
    ],
    [
      'a variable that is none',
      { AWS_ENDPOINT_URL: 'ftp://localhost' },
      'AWS_ENDPOINT_URL: invalid endpoint URL "ftp://localhost"',
    ],
    [
      'a password in an address',
      { AWS_ENDPOINT_URL: 'https://a:b@c' },
      'AWS_ENDPOINT_URL: the URL contains a user name or password',
    ],
  ];
  for (const [what, env, message] of REFUSED) {
    it(`is refused with ${what}`, async () => {
      const error = await rejection(complete(env));
      expect([error.code, error.message]).to.deep.equal(['USAGE', message]);
    });
  }
});
