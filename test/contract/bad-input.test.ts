import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { requireBuild, runBin } from '../helpers/run-bin.js';
import { runInProcess } from './run-in-process.js';

const BEN = 'ben.carter@tenant-one.example';
const WEB = 'https://app.stackflow-tech.com/auth/callback';
const NEW = 'nina@tenant-one.example';
const IN_TENANT = ['--tenant', 'tenant_001', '--role', 'itsm_agent'];
const CREATE = ['users', 'create', NEW, ...IN_TENANT];
const SET = ['users', 'set-attributes', BEN];
const ADD = ['client', 'add-callback'];

interface Case {
  readonly of: string;
  readonly argv: readonly string[];
  readonly code: number;
  /** The first line of the message, without `error: `. */
  readonly says: RegExp;
  /** Whether the built command is started, since the message comes from outside a command's class. */
  readonly isSpawned?: boolean;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The hint lines. */
  readonly fix?: RegExp;
}

const CASES: readonly Case[] = [
  {
    of: 'an email without @',
    argv: ['users', 'create', 'nina', ...IN_TENANT],
    code: 2,
    says: /^"nina" is not an email address$/,
  },
  {
    of: 'an email with a control character',
    argv: ['users', 'create', 'ni\u0007na@example.com', ...IN_TENANT],
    code: 2,
    says: /^address "ni\\u0007na@example.com" has U\+0007 \(a control character\) at position 3$/,
  },
  {
    of: 'a new email without its domain',
    argv: [...SET, '--email', 'ben@'],
    code: 2,
    says: /^"ben@" is not an email address$/,
  },
  {
    of: 'a tenant',
    argv: ['users', 'create', NEW, '--tenant', 'tenant_1', '--role', 'itsm_agent'],
    code: 3,
    says: /^tenant "tenant_1" is not a StackFlow tenant ID$/,
  },
  {
    of: 'an empty tenant',
    argv: ['users', 'list', '--tenant', ''],
    code: 3,
    says: /^tenant "" is not a StackFlow tenant ID$/,
  },
  {
    of: 'a tenant with a line break',
    argv: ['users', 'list', '--tenant', 'tenant_001\n'],
    code: 3,
    says: /^tenant "tenant_001\\u000a" has U\+000A LINE FEED at position 11$/,
  },
  {
    of: 'a tenant to move to',
    argv: [...SET, '--move-to-tenant', 'tenant-002', '--yes'],
    code: 3,
    says: /^tenant "tenant-002" is not a StackFlow tenant ID$/,
  },
  {
    of: 'a role',
    argv: ['users', 'create', NEW, '--tenant', 'tenant_001', '--role', 'itsm_agnt'],
    code: 3,
    says: /^role "itsm_agnt" is not a StackFlow role$/,
  },
  {
    of: 'a role to add',
    argv: [...SET, '--add-role', 'king'],
    code: 3,
    says: /^role "king" is not a StackFlow role$/,
  },
  {
    of: 'a department',
    argv: [...CREATE, '--department', 'a b'],
    code: 3,
    says: /^department "a b" is not a StackFlow department ID$/,
  },
  {
    of: 'an attribute without =',
    argv: [...CREATE, '--attribute', 'nickname'],
    code: 2,
    says: /^invalid assignment "nickname"$/,
  },
  {
    of: 'an attribute without a name',
    argv: [...SET, '--set', '=x'],
    code: 2,
    says: /^invalid assignment "=x"$/,
  },
  {
    of: "an attribute that is not in the pool's schema",
    argv: [...SET, '--set', 'shoe_size=42'],
    code: 2,
    says: /^the user pool has no attribute "shoe_size"$/,
  },
  {
    of: "removal of an attribute that is not in the pool's schema",
    argv: [...SET, '--unset', 'shoe_size'],
    code: 2,
    says: /^the user pool has no attribute "shoe_size"$/,
  },
  {
    of: 'an attribute outside the conventions',
    argv: [...CREATE, '--attribute', 'custom:employee_no=E1'],
    code: 3,
    says: /^attribute "custom:employee_no" is not allowed in this context$/,
  },
  {
    of: 'an attribute that cannot change',
    argv: [...SET, '--set', 'sub=1'],
    code: 2,
    says: /^attribute "sub" is set by Cognito and cannot be changed$/,
  },
  {
    of: 'a value that is too long',
    argv: [...SET, '--set', `nickname=${'x'.repeat(2049)}`],
    code: 2,
    says: /^invalid value "x+…" for attribute "nickname"$/,
  },
  {
    of: 'a value with control characters',
    argv: [...SET, '--given-name', 'B\u001b[31men'],
    code: 2,
    says: /^value of given_name "B\\u001b\[31men" has U\+001B ESCAPE at position 2$/,
  },
  {
    of: 'an empty value',
    argv: [...CREATE, '--given-name', ''],
    code: 2,
    says: /^invalid value "" for attribute "given_name"$/,
  },
  {
    of: 'a value of the wrong form',
    argv: [...SET, '--set', 'birthdate=yesterday'],
    code: 2,
    says: /^invalid value "yesterday" for attribute "birthdate"$/,
  },
  {
    of: 'a callback URL with a fragment',
    argv: [...ADD, 'https://a.example/#x'],
    code: 2,
    says: /has a fragment$/,
  },
  {
    of: 'a callback URL with http on a host other than localhost',
    argv: [...ADD, 'http://a.example/'],
    code: 2,
    says: /uses http, which is allowed only for localhost$/,
  },
  { of: 'a callback URL without a scheme', argv: [...ADD, 'a.example/cb'], code: 2, says: /has no scheme$/ },
  {
    of: 'a callback URL that is too long',
    argv: [...ADD, `https://a.example/${'x'.repeat(1024)}`],
    code: 2,
    says: /has 1042 characters$/,
  },
  {
    of: 'a logout URL with a javascript: scheme',
    argv: ['client', 'add-logout', 'javascript:alert(1)'],
    code: 2,
    says: /uses the scheme javascript$/,
  },
  {
    of: 'the 101st callback URL',
    argv: [...ADD, ...Array.from({ length: 99 }, (_, n) => `https://n.example/${n}`)],
    code: 3,
    says: /^stackflow-web would have 101 callback URLs$/,
  },
  {
    of: 'removal of the default redirect URL',
    argv: ['client', 'remove-callback', WEB, '--yes'],
    code: 3,
    says: /is the default redirect URL of stackflow-web$/,
  },
  {
    of: 'removal of every callback URL',
    argv: ['client', 'remove-callback', WEB, 'http://localhost:3000/auth/callback', '--yes'],
    code: 3,
    says: /is the default redirect URL of|would have no callback URL left/,
  },
  {
    of: 'a user who does not exist',
    argv: ['users', 'disable', 'nobody@example.com', '--yes'],
    code: 4,
    says: /^no user nobody@example\.com in user pool us-east-1_Sandbox01$/,
  },
  { of: 'an empty user', argv: ['users', 'show', ''], code: 2, says: /^USER is empty$/ },
  {
    of: 'a client that does not exist',
    argv: [...ADD, 'https://a.example/', '--client-id', 'nosuchclient'],
    code: 4,
    says: /^no app client nosuchclient in user pool us-east-1_Sandbox01$/,
  },
  {
    of: 'an invalid pool ID',
    argv: ['pool', 'describe', '--pool-id', 'nonsense'],
    code: 2,
    says: /^invalid user pool ID "nonsense"$/,
  },
  {
    of: 'a context that does not exist',
    argv: ['users', 'list', '--context', 'prod'],
    code: 2,
    says: /^unknown context "prod"$/,
  },
  {
    of: 'a missing config file',
    argv: ['whoami', '--config', '/nowhere/config.yaml'],
    code: 2,
    says: /^\/nowhere\/config\.yaml does not exist$/,
  },
  {
    of: 'a config file that is a folder',
    argv: ['whoami', '--config', '/'],
    code: 2,
    says: /^\/ cannot be read: it is a folder$/,
  },
  {
    of: 'a password that the policy refuses',
    argv: [...CREATE, '--password-stdin'],
    stdin: 'short',
    code: 2,
    says: /^the password does not satisfy the user pool's policy$/,
  },
  {
    of: 'a password of two lines',
    argv: [...CREATE, '--password-stdin'],
    stdin: 'Correct-Horse-7\nCorrect-Horse-8\n',
    code: 2,
    says: /^the password on stdin has more than one line$/,
  },
  {
    of: 'an endpoint that is not a URL',
    argv: ['users', 'list', '--endpoint-url', 'localhost:1'],
    code: 2,
    says: /^--endpoint-url: invalid endpoint URL "localhost:1"$/,
  },
  {
    of: 'a remote endpoint for the sandbox',
    argv: ['users', 'list', '--endpoint-url', 'https://evil.example'],
    code: 2,
    says: /^context sandbox is limited to this machine/,
  },
  {
    of: 'an invalid timeout',
    argv: ['users', 'list', '--timeout', '0'],
    code: 2,
    says: /^--timeout: invalid number of seconds "0"$/,
  },
  {
    of: 'an invalid region',
    argv: ['users', 'list', '--region', 'us-east'],
    code: 2,
    says: /^--region: invalid AWS region "us-east"$/,
  },
  {
    of: 'an empty profile',
    argv: ['users', 'list', '--profile', ''],
    code: 2,
    says: /^--profile is empty$/,
  },
  {
    of: 'an unknown command of tokens, which may be a token',
    argv: ['tokens', 'inspects'],
    isSpawned: true,
    code: 2,
    says: /^unknown command "tokens …"$/,
    fix: /Did you mean sf-admin tokens inspect\? /,
  },
  {
    of: 'an unknown command, to the help command',
    argv: ['help', 'users', 'crate'],
    isSpawned: true,
    code: 2,
    says: /^unknown command "users crate"$/,
    fix: /Did you mean sf-admin users create\? /,
  },
  {
    of: 'an unknown topic, to the help command',
    argv: ['help', 'contxt'],
    isSpawned: true,
    code: 2,
    says: /^unknown command "contxt"$/,
    fix: /Did you mean sf-admin context\? All commands: sf-admin --help/,
  },
  {
    of: '--help of an unknown command',
    argv: ['users', 'crate', '--help'],
    isSpawned: true,
    code: 2,
    says: /^unknown command "users crate"$/,
    fix: /Did you mean sf-admin users create\? /,
  },
  {
    of: 'too many arguments, to the help command',
    argv: ['help', 'users', 'list', 'ana'],
    isSpawned: true,
    code: 2,
    says: /^unexpected argument after users list$/,
  },
  {
    of: 'an invalid timeout in the environment',
    argv: ['users', 'list'],
    env: { SF_ADMIN_TIMEOUT: '30s' },
    code: 2,
    says: /^SF_ADMIN_TIMEOUT: invalid number of seconds "30s"$/,
  },
  {
    of: 'a region that would change the host',
    argv: ['users', 'list', '--pool-id', 'us-east-1_A', '--region', 'evil.example/#'],
    code: 2,
    says: /^--region: invalid AWS region "evil\.example\/#"$/,
  },
  {
    of: 'a region for the sandbox',
    argv: ['users', 'list', '--region', 'eu-west-1'],
    code: 2,
    says: /^context sandbox is not in AWS, so --region cannot be used$/,
  },
  {
    of: 'a password in the endpoint URL, which is not shown',
    argv: ['users', 'list', '--endpoint-url', 'http://ana:hidden@127.0.0.1:1'],
    code: 2,
    says: /^--endpoint-url: the URL contains a user name or password$/,
  },
  {
    of: 'an empty email prefix',
    argv: ['users', 'list', '--email-prefix', ''],
    code: 2,
    says: /^--email-prefix is empty$/,
  },
  {
    of: 'a misspelt command, to the help command',
    argv: ['help', 'users', 'lst'],
    isSpawned: true,
    code: 2,
    says: /^unknown command "users lst"$/,
  },
  {
    of: 'an unknown output format',
    argv: ['users', 'list', '-o', 'xml'],
    code: 2,
    says: /^expected --output to be one of: table, json, ndjson, csv$/,
  },
  {
    of: 'a value for a flag that takes none',
    argv: ['users', 'disable', BEN, '--yes=no'],
    code: 2,
    says: /^--yes takes no value$/,
  },
  {
    of: 'an unknown column',
    argv: ['users', 'list', '--columns', 'emial'],
    code: 2,
    says: /^unknown column "emial"$/,
  },
];

describe('bad input', () => {
  before(requireBuild);
  const place = ownPlace();

  for (const refused of CASES) {
    it(`is reported, and nothing is written: ${refused.of}`, async () => {
      const stderr = await expectRefusal(refused, refused.env);
      if (refused.fix !== undefined) expect(stderr).to.match(refused.fix);
    });
  }

  for (const [typed, meant] of [
    [['--tennant', 'tenant_001'], '--tenant'],
    [['--tennant=tenant_001'], '--tenant'],
    [['--qiuet'], '--quiet'],
    [['-o', 'jsno'], 'json'],
    [['--status', 'CONFIRMD'], 'CONFIRMED'],
  ] as const) {
    it(`is answered with the likely correction: ${typed.join(' ')}`, async () => {
      const stderr = await expectRefusal({ of: '', argv: ['users', 'list', ...typed], code: 2, says: /./ });
      expect(stderr.split('\n').slice(1)).to.deep.equal([
        `  Did you mean ${meant}?`,
        '  Use --help to see the usage.',
        '',
      ]);
    });
  }

  for (const [of, text, says] of [
    ['that is not YAML', 'contexts: [\n', /^FILE line \d+: not YAML: /],
    ['with an unknown key', 'contexts:\n  a:\n    pool: x\n', /^FILE line 3, contexts\.a\.pool: unknown key$/],
    [
      'with a value of the wrong kind',
      'contexts:\n  a:\n    poolId: eu-west-1_A\n    protected: maybe\n',
      /^FILE line 4, contexts\.a\.protected: /,
    ],
    ['whose current context does not exist', 'current: gone\n', /^FILE line 1, current: /],
  ] as const) {
    it(`is reported with file, line and key: a config file ${of}`, async () => {
      const file = place().path('contexts.yaml');
      await writeFile(file, text);
      const stderr = await expectRefusal({
        ...{ of, code: 2, says: /./ },
        argv: ['users', 'disable', BEN, '--yes', '--config', file],
      });
      expect(firstLine(stderr).replaceAll(file, 'FILE')).to.match(says);
    });
  }

  it('is reported, and nothing is written: a pool that does not exist', async () => {
    await whileServed(place(), (url) =>
      expectRefusal(
        {
          of: 'a pool',
          argv: [...CREATE, '--pool-id', 'us-east-1_Other0001', '--endpoint-url', url],
          code: 4,
          says: /^no user pool us-east-1_Other0001 for these credentials$/,
        },
        ANY_CREDENTIALS,
      ),
    );
  });

  it('is reported, and nothing is written: removal of the last callback URL', async () => {
    const url = 'https://second.example/callback';
    const client = (await place().call('CreateUserPoolClient', {
      ClientName: 'second',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      SupportedIdentityProviders: ['COGNITO'],
      CallbackURLs: [url],
    })) as { UserPoolClient: { ClientId: string } };
    await expectRefusal({
      of: 'the last callback URL',
      argv: ['client', 'remove-callback', url, '--yes', '--client-id', client.UserPoolClient.ClientId],
      code: 3,
      says: /^second would have no callback URL left, and no user could sign in$/,
    });
  });

  it('is reported, and nothing is written: an immutable attribute', async () => {
    await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url, 'conventions: { customAttributes: [custom:employee_no] }');
      await expectRefusal(
        {
          of: 'an immutable attribute',
          argv: [...SET, '--set', 'custom:employee_no=E99'],
          code: 2,
          says: /^attribute "custom:employee_no" cannot change once the user exists$/,
        },
        ANY_CREDENTIALS,
      );
    });
  });

  async function expectRefusal(
    { argv, code, says, isSpawned = false, stdin = '' }: Case,
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const before = await place().bytes();
    const options = { place: place(), stdin, env };
    const result = isSpawned ? await runBin(argv, options) : await runInProcess(argv, options);
    expect(firstLine(result.stderr)).to.match(says);
    expect({
      code: result.code,
      stdout: result.stdout,
      form: formOf(result.stderr),
      isUntouched: before === (await place().bytes()),
    }).to.deep.equal({ code, stdout: '', form: 'as documented', isUntouched: true });
    return result.stderr;
  }
});

function firstLine(stderr: string): string {
  return stderr.split('\n')[0]?.replace(/^error: /, '') ?? '';
}

/** One sentence without a full stop, then what to do about it on indented lines; no stack. */
function formOf(stderr: string): string {
  const [first = '', ...rest] = stderr.trimEnd().split('\n');
  if (!/^error: (?![A-Z][a-z]).*[^.]$/.test(first)) return `a first line of its own: ${first}`;
  if (rest.length === 0) return 'no word on what to do';
  const others = rest.filter((line) => !/^ {2}\S/.test(line) || /^\s*at /.test(line));
  return others.length === 0 ? 'as documented' : `other lines: ${others.join('\n')}`;
}
