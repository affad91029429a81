import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { expect } from 'chai';
import { openCognito } from '../../../../src/lib/cognito/client/cognito.js';
import { withAwsSettings } from '../../../../src/lib/config/aws-settings.js';
import { BUILT_IN_CONTEXTS } from '../../../../src/lib/config/built-in.js';
import type { Context } from '../../../../src/lib/config/context.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { withProxy } from '../connection/connect-proxy.js';
import { endpointAt } from '../endpoint-at.js';
import { awsEnvironment, EXAMPLE_KEYS } from '../environment.js';
import { closedPort, errorReply, type Reply, withEndpoint } from '../fake-endpoint.js';

const STACKFLOW = BUILT_IN_CONTEXTS[1]!;
const POOL: Reply = { json: { UserPool: { Id: 'us-east-1_Pool' } } };
const ASSUMED: Reply = {
  text:
    '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAASSUMED</AccessKeyId>' +
    '<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>' +
    '<Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>',
  headers: { 'content-type': 'text/xml' },
};
const ROLE = 'role_arn = arn:aws:iam::111122223333:role/x';

describe('credentials', () => {
  const environment = awsEnvironment();
  const folder = temporaryFolder();

  const configure = async (config: string, variables: Record<string, string> = {}) => {
    await writeFile(folder.path('config'), config);
    environment.set({ AWS_CONFIG_FILE: folder.path('config'), HOME: folder.path(''), ...variables });
  };

  /** Calls Cognito at `url` as a command does, with the profile that the context names. */
  const call = async (url: string, context: Partial<Context> = {}) => {
    const { aws, profile } = await withAwsSettings({ ...STACKFLOW, ...context }, process.env);
    const credentials = { kind: 'aws', ...(profile === undefined ? {} : { profile }) } as const;
    return openCognito(endpointAt(url, { credentials, aws, timeoutMs: 5_000 })).call('DescribeUserPool', {});
  };

  /** The error of a call that must not be sent. */
  const refused = (context: Partial<Context> = {}) =>
    withEndpoint(
      () => POOL,
      async (url, seen) => {
        const { code, message, hint } = await rejection(call(url, context));
        expect(seen).to.deep.equal([]);
        return { code, message, hint };
      },
    );

  const NONE = 'no AWS credentials for context prod: ';
  const WAYS =
    'Specify a profile (--profile), sign in (aws sso login) or set AWS_ACCESS_KEY_ID; or rehearse: --context sandbox';

  const MISSING: [what: string, config: string, variables: Record<string, string>, reasons: string][] = [
    ['nothing is configured', '', {}, 'AWS_ACCESS_KEY_ID is not set, profile default does not exist'],
    [
      'half of the keys are set',
      '[default]\nregion = eu-west-1\n',
      { AWS_ACCESS_KEY_ID: 'A' },
      'AWS_SECRET_ACCESS_KEY is not set, profile default has no credentials',
    ],
    [
      'the profile has none',
      '[profile a]\nregion = eu-west-1\n',
      { AWS_PROFILE: 'a' },
      'AWS_ACCESS_KEY_ID is not set, profile a has no credentials',
    ],
  ];
  for (const [what, config, variables, reasons] of MISSING) {
    it(`are missing, with everything that was tried, if ${what}`, async () => {
      await configure(config, variables);
      expect(await refused()).to.deep.equal({
        code: 'NO_CREDENTIALS',
        message: `${NONE}${reasons}, AWS_WEB_IDENTITY_TOKEN_FILE is not set, AWS_EC2_METADATA_DISABLED is set`,
        hint: WAYS,
      });
    });
  }

  it('are missing if AWS_PROFILE names no profile, although there are keys in the environment', async () => {
    await configure('', { AWS_PROFILE: 'production', ...EXAMPLE_KEYS });
    expect((await refused()).message).to.equal(`${NONE}there is no profile "production"`);
  });

  it('are missing if there is no such profile, with the one that was meant', async () => {
    await configure(
      '[profile production]\n[services dev]\nx = y\n[profile staging]\nregion = eu-west-1\n',
      EXAMPLE_KEYS,
    );
    expect(await refused({ profile: 'Staging' })).to.deep.equal({
      code: 'NO_CREDENTIALS',
      message: `${NONE}there is no profile "Staging"`,
      hint: 'Did you mean staging? Profiles: staging',
    });
  });

  it('are missing with the words of credential_process, without secrets and its command line', async () => {
    const program = folder.path('helper.sh');
    await writeFile(program, 'echo run >> "$0.runs"; echo "vault is sealed\ntoken=MARKED" >&2; exit 3\n');
    await configure(`[profile a]\ncredential_process = sh ${program} --key MARKED\n`);
    expect(await refused({ profile: 'a' })).to.deep.equal({
      code: 'NO_CREDENTIALS',
      message: `${NONE}credential_process of profile a failed: vault is sealed token=(hidden)`,
      hint: "Run the command of credential_process in AWS's configuration file, to see what it needs.",
    });
  });

  it('are renewed before a call if they expire soon, and the call is signed with the new ones', async () => {
    const program = folder.path('helper.sh');
    const inAMinute = new Date(Date.now() + 60_000).toISOString();
    const keys = `"SecretAccessKey":"s","Expiration":"${inAMinute}"`;
    await writeFile(
      program,
      `echo run >> "$0.runs"; n=$(wc -l < "$0.runs" | tr -d ' '); echo '{"Version":1,'"\\"AccessKeyId\\":\\"KEY$n\\""',${keys}}'\n`,
    );
    await configure(`[profile a]\ncredential_process = sh ${program}\n`);
    const { aws, profile = '' } = await withAwsSettings({ ...STACKFLOW, profile: 'a' }, process.env);
    await withEndpoint(
      () => POOL,
      async (url, seen) => {
        const cognito = openCognito(endpointAt(url, { credentials: { kind: 'aws', profile }, aws, timeoutMs: 5_000 }));
        await cognito.call('DescribeUserPool', {});
        await cognito.call('DescribeUserPool', {});
        const [first, second] = seen.map(
          ({ headers }) => /Credential=KEY(\d+)/.exec(String(headers.authorization))?.[1],
        );
        expect(Number(second)).to.be.greaterThan(Number(first));
      },
    );
  });

  for (const [what, program, words] of [
    ['prints no JSON', 'echo hello', 'Profile a credential_process returned invalid JSON.'],
    ['fails in silence', 'false', 'it printed no error'],
  ] as const) {
    it(`are missing if credential_process ${what}`, async () => {
      await configure(`[profile a]\ncredential_process = ${program}\n`);
      expect((await refused({ profile: 'a' })).message).to.equal(
        `${NONE}credential_process of profile a failed: ${words}`,
      );
    });
  }

  for (const [what, profile, config] of [
    ['a profile has an ID without a secret', 'half', '[profile half]\naws_access_key_id = A\n'],
    [
      'the profile whose role is assumed has an ID without a secret',
      'b',
      `[profile b]\n${ROLE}\nsource_profile = half\n[profile half]\naws_access_key_id = A\n`,
    ],
  ] as const) {
    it(`are incomplete, and the profile is named, if ${what}`, async () => {
      await configure(config);
      const { code, message } = await refused({ profile });
      expect([code, message]).to.deep.equal([
        'NO_CREDENTIALS',
        `${NONE}the credentials of profile half are incomplete`,
      ]);
    });
  }

  for (const [what, config, line] of [
    ['has no sections', 'aws_access_key_id = A\n', 1],
    ['is in another format', '# keys\n\n{"default": {}}\n', 3],
    ['has a section without its end', '[profile b]\nregion = eu-west-1\n[default\nregion = eu-west-1\n', 3],
  ] as const) {
    it(`are missing, with the line that is wrong, if the configuration file ${what}`, async () => {
      await configure(config);
      const broken = `line ${line} of ${folder.path('config')} is not the name of a section, such as [default]`;
      expect((await refused({ profile: 'a' })).message).to.equal(NONE + broken);
      expect((await refused()).message).to.include(`${NONE}AWS_ACCESS_KEY_ID is not set, ${broken}, `);
    });
  }

  it('are missing, with the name of the file, if a configuration file cannot be read', async () => {
    await configure('', { AWS_SHARED_CREDENTIALS_FILE: folder.path('') });
    expect((await refused({ profile: 'a' })).message).to.equal(`${NONE}${folder.path('')} cannot be read`);
  });

  it('are missing if roles form a loop', async () => {
    const profile = (name: string, source: string) => `[profile ${name}]\n${ROLE}\nsource_profile = ${source}\n`;
    await configure(profile('a', 'b') + profile('b', 'c') + profile('c', 'b'));
    const { code, message } = await refused({ profile: 'a' });
    expect([code, message]).to.deep.equal(['NO_CREDENTIALS', `${NONE}the roles of profile a form a loop (b, c)`]);
  });

  const SESSION = '[sso-session s]\nsso_start_url = https://a.example\nsso_region = eu-west-1\n';
  const SSO = 'sso_session = s\nsso_account_id = 111122223333\nsso_role_name = admin\n';
  const token = async (expiresAt: string) => {
    // The name is the SHA-1 of the session's name.
    const file = folder.path('.aws/sso/cache/a0f1490a20d0211c997b44bc357e1972deab8ae3.json');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ accessToken: 'x', expiresAt }));
  };

  for (const [what, profile, config] of [
    ['the profile', 'a', `[profile a]\n${SSO}`],
    ['the profile whose role is assumed', 'b', `[profile b]\n${ROLE}\nsource_profile = a\n[profile a]\n${SSO}`],
  ] as const) {
    it(`have expired with the session of single sign-on, with the command that signs in, of ${what}`, async () => {
      await configure(SESSION + config);
      await token('2020-01-01T00:00:00Z');
      const { code, hint } = await refused({ profile });
      expect([code, hint]).to.deep.equal([
        'EXPIRED_CREDENTIALS',
        'Sign in again: aws sso login --profile a, then run the command again.',
      ]);
    });
  }

  it('of single sign-on are asked for in the region of the session', async () => {
    await configure(`${SESSION}[profile a]\n${SSO}`);
    await token('2999-01-01T00:00:00Z');
    const targets = await withProxy({ port: await closedPort(), status: 403 }, async (proxy, asked) => {
      environment.set({ HTTPS_PROXY: `http://${proxy}` });
      await rejection(call('https://cognito.invalid', { profile: 'a' }));
      return asked.map(({ target }) => target);
    });
    expect([...new Set(targets)]).to.deep.equal(['portal.sso.eu-west-1.amazonaws.com:443']);
  });

  it('of a profile that fails are not replaced by those of the machine', async () => {
    const keys = { AccessKeyId: 'MACHINE_KEY', SecretAccessKey: 's', Token: 't', Expiration: '2999-01-01T00:00:00Z' };
    await withEndpoint(
      () => ({ json: keys }),
      async (machine, asked) => {
        await configure('[profile a]\ncredential_process = false\n[profile b]\nregion = eu-west-1\n', {
          AWS_CONTAINER_CREDENTIALS_FULL_URI: `${machine}/keys`,
        });
        expect((await refused({ profile: 'a' })).code).to.equal('NO_CREDENTIALS');
        expect(asked.length).to.equal(0);
        expect(await keyUsed({ profile: 'b' })).to.equal('MACHINE_KEY');
      },
    );
  });

  /** The ID of the key that a call is signed with. */
  const keyUsed = (context: Partial<Context> = {}) =>
    withEndpoint(
      () => POOL,
      async (url, seen) => {
        await call(url, context);
        return /Credential=(\w+)/.exec(String(seen[0]?.headers.authorization))?.[1];
      },
    );

  // As the AWS CLI. The SDK would prefer the profile of AWS_PROFILE to the keys.
  for (const [what, variables, context, key] of [
    ['the default profile', {}, {}, 'DEFAULT_KEY'],
    ['the profile of AWS_PROFILE', { AWS_PROFILE: 'a' }, {}, 'PROFILE_KEY'],
    [
      'the keys of the environment before it',
      { AWS_PROFILE: 'a', ...EXAMPLE_KEYS },
      {},
      EXAMPLE_KEYS.AWS_ACCESS_KEY_ID,
    ],
    ['the profile of the context before them', { AWS_PROFILE: 'b', ...EXAMPLE_KEYS }, { profile: 'a' }, 'PROFILE_KEY'],
  ] as const) {
    it(`are those of ${what}`, async () => {
      const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = s\n`;
      await configure(
        `[profile b]\nregion = eu-west-1\n[default]\n${keys('DEFAULT_KEY')}[profile a]\n${keys('PROFILE_KEY')}`,
        variables,
      );
      expect(await keyUsed(context)).to.equal(key);
    });
  }

  it('of a role are asked for at the address of STS that the profile names, and not at that of AWS_PROFILE', () =>
    withEndpoint(
      () => ASSUMED,
      async (sts, asked) => {
        const source = '[profile a]\naws_access_key_id = A\naws_secret_access_key = s\n';
        const other = '[profile other]\nendpoint_url = http://127.0.0.1:1\n';
        await configure(
          `${source}${other}[profile b]\n${ROLE}\nsource_profile = a\nservices = s\n[services s]\nsts =\n  endpoint_url = ${sts}\n`,
          { AWS_PROFILE: 'other' },
        );
        expect(await keyUsed({ profile: 'b' })).to.equal('ASIAASSUMED');
        expect(asked.length).to.equal(1);
      },
    ));

  for (const [what, hours, words] of [
    ['ahead', -2, '120 minutes ahead of'],
    ['behind', 1, '60 minutes behind'],
  ] as const) {
    it(`are refused because of a clock that is ${what}, with the difference`, async () => {
      await configure('', EXAMPLE_KEYS);
      const date = new Date(Date.now() + hours * 3_600_000).toUTCString();
      const refusal = errorReply('InvalidSignatureException', 'Signature expired: 1 is now earlier than 2');
      const { code, message, hint } = await withEndpoint(
        () => ({ ...refusal, headers: { ...refusal.headers, date } }),
        (url) => rejection(call(url)),
      );
      expect([code, message, hint]).to.deep.equal([
        'INVALID_CREDENTIALS',
        `the clock of this machine is ${words} that of AWS, which refuses the signature`,
        'Set the clock, then run the command again.',
      ]);
    });
  }
});
