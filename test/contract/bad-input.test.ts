import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { builtOnce, runBin } from '../helpers/run-bin.js';

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
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the rest says. */
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
    says: /is not an email address$/,
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
    says: /is not a StackFlow tenant ID$/,
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
    says: /^"nickname" does not give an attribute a value$/,
  },
  {
    of: 'an attribute without a name',
    argv: [...SET, '--set', '=x'],
    code: 2,
    says: /^"=x" does not give an attribute a value$|^"=x"/,
  },
  {
    of: "an attribute that is not in the pool's schema",
    argv: [...SET, '--set', 'shoe_size=42'],
    code: 2,
    says: /^the user pool has no attribute "shoe_size"$/,
  },
  {
    of: "an attribute that is not in the pool's schema, to remove",
    argv: [...SET, '--unset', 'shoe_size'],
    code: 2,
    says: /^the user pool has no attribute "shoe_size"$/,
  },
  {
    of: "an attribute that is not among StackFlow's",
    argv: [...CREATE, '--attribute', 'custom:employee_no=E1'],
    code: 3,
    says: /^attribute "custom:employee_no" is not one of StackFlow's$/,
  },
  {
    of: 'an attribute that cannot change',
    argv: [...SET, '--set', 'sub=1'],
    code: 2,
    says: /^attribute "sub" is given by Cognito and cannot be set$/,
  },
  {
    of: 'a value that is too long',
    argv: [...SET, '--set', `nickname=${'x'.repeat(2049)}`],
    code: 2,
    says: /^attribute "nickname" cannot be "x+/,
  },
  {
    of: 'a value with control characters',
    argv: [...SET, '--given-name', 'B\u001b[31men'],
    code: 2,
    says: /^attribute "given_name" cannot be "B\\u001b\[31men"$/,
  },
  {
    of: 'an empty value',
    argv: [...CREATE, '--given-name', ''],
    code: 2,
    says: /^attribute "given_name" cannot be ""$/,
  },
  {
    of: 'a value of the wrong form',
    argv: [...SET, '--set', 'birthdate=yesterday'],
    code: 2,
    says: /^attribute "birthdate" cannot be "yesterday"$/,
  },
  {
    of: 'a callback URL with a fragment',
    argv: [...ADD, 'https://a.example/#x'],
    code: 2,
    says: /has a fragment$/,
  },
  {
    of: 'a callback URL with http on a real host',
    argv: [...ADD, 'http://a.example/'],
    code: 2,
    says: /uses http on a real host$/,
  },
  { of: 'a callback URL without a scheme', argv: [...ADD, 'a.example/cb'], code: 2, says: /has no scheme$/ },
  {
    of: 'a callback URL that is too long',
    argv: [...ADD, `https://a.example/${'x'.repeat(1024)}`],
    code: 2,
    says: /has 1042 characters$/,
  },
  {
    of: 'a logout URL that a browser would run',
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
    of: 'the default redirect URL, to remove',
    argv: ['client', 'remove-callback', WEB, '--yes'],
    code: 3,
    says: /is the default redirect URL of stackflow-web$/,
  },
  {
    of: 'every callback URL, to remove',
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
    of: 'a pool ID that is none',
    argv: ['pool', 'describe', '--pool-id', 'nonsense'],
    code: 2,
    says: /^"nonsense" is not a user pool ID$/,
  },
  {
    of: 'a context that does not exist',
    argv: ['users', 'list', '--context', 'prod'],
    code: 2,
    says: /^no context is named "prod"$/,
  },
  {
    of: 'a config file that is not there',
    argv: ['whoami', '--config', '/nowhere/config.yaml'],
    code: 2,
    says: /^\/nowhere\/config\.yaml does not exist$/,
  },
  {
    of: 'a config file that is a folder',
    argv: ['whoami', '--config', '/'],
    code: 2,
    says: /^\/ cannot be read \(EISDIR\)$/,
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
    of: 'an endpoint that is no address',
    argv: ['users', 'list', '--endpoint-url', 'localhost:1'],
    code: 2,
    says: /^--endpoint-url: "localhost:1" is not the address of an endpoint$/,
  },
  {
    of: 'an endpoint that is not on this machine, for the sandbox',
    argv: ['users', 'list', '--endpoint-url', 'https://evil.example'],
    code: 2,
    says: /^context sandbox stays on this machine/,
  },
  {
    of: 'a time that is none',
    argv: ['users', 'list', '--timeout', '0'],
    code: 2,
    says: /^--timeout: "0" is not a number of seconds$/,
  },
  {
    of: 'a region that is none',
    argv: ['users', 'list', '--region', 'us-east'],
    code: 2,
    says: /^--region: "us-east" is not an AWS region$/,
  },
  {
    of: 'an empty profile',
    argv: ['users', 'list', '--profile', ''],
    code: 2,
    says: /^--profile is empty$/,
  },
  {
    of: 'a command that is none, to the help command',
    argv: ['help', 'users', 'crate'],
    code: 2,
    says: /^there is no command "users crate"$/,
    fix: /Did you mean sf-admin users create\? /,
  },
  {
    of: 'a topic that is none, to the help command',
    argv: ['help', 'contxt'],
    code: 2,
    says: /^there is no command "contxt"$/,
    fix: /Did you mean sf-admin context\? All commands: sf-admin --help/,
  },
  {
    of: 'help of a command that is none',
    argv: ['users', 'crate', '--help'],
    code: 2,
    says: /^there is no command "users crate"$/,
    fix: /Did you mean sf-admin users create\? /,
  },
  {
    of: 'an argument too many, to the help command',
    argv: ['help', 'users', 'list', 'ana'],
    code: 2,
    says: /^unexpected argument: ana$/,
  },
  {
    of: 'a time limit in the environment that is none',
    argv: ['users', 'list'],
    env: { SF_ADMIN_TIMEOUT: '30s' },
    code: 2,
    says: /^SF_ADMIN_TIMEOUT: "30s" is not a number of seconds$/,
  },
  {
    of: 'a region that would be another host',
    argv: ['users', 'list', '--pool-id', 'us-east-1_A', '--region', 'evil.example/#'],
    code: 2,
    says: /^--region: "evil\.example\/#" is not an AWS region$/,
  },
  {
    of: 'a region for the sandbox',
    argv: ['users', 'list', '--region', 'eu-west-1'],
    code: 2,
    says: /^context sandbox has no AWS behind it, so --region means nothing there$/,
  },
  {
    of: 'a password in the address of the endpoint, which is not shown',
    argv: ['users', 'list', '--endpoint-url', 'http://ana:hidden@127.0.0.1:1'],
    code: 2,
    says: /^--endpoint-url: the URL carries a user name or password$/,
  },
  {
    of: 'an address prefix that is empty',
    argv: ['users', 'list', '--email-prefix', ''],
    code: 2,
    says: /^--email-prefix is empty$/,
  },
  {
    of: 'help for a command that is none',
    argv: ['help', 'users', 'lst'],
    code: 2,
    says: /^there is no command "users lst"$/,
  },
  {
    of: 'a format that is none',
    argv: ['users', 'list', '-o', 'xml'],
    code: 2,
    says: /^expected --output=xml to be one of: table, json, ndjson, csv$/,
  },
  {
    of: 'a value for a flag that takes none, which would not count',
    argv: ['users', 'disable', BEN, '--yes=no'],
    code: 2,
    says: /^--yes takes no value$/,
  },
  {
    of: 'a column that is none',
    argv: ['users', 'list', '--columns', 'emial'],
    code: 2,
    says: /^unknown column "emial"$/,
  },
];

describe('bad input to the built command', () => {
  before(builtOnce);
  const place = ownPlace();

  for (const refused of CASES) {
    it(`is told of, and nothing is written: ${refused.of}`, async () => {
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
    it(`is answered with what was probably meant: ${typed.join(' ')}`, async () => {
      const stderr = await expectRefusal({ of: '', argv: ['users', 'list', ...typed], code: 2, says: /./ });
      expect(stderr.split('\n').slice(1)).to.deep.equal([
        `  Did you mean ${meant}?`,
        '  Add --help to see how the command is used.',
        '',
      ]);
    });
  }

  for (const [of, text, says] of [
    ['that is not YAML', 'contexts: [\n', /^FILE line \d+: not YAML: /],
    [
      'with an unknown key',
      'contexts:\n  a:\n    pool: x\n',
      /^FILE line 3, contexts\.a\.pool: unknown key$/,
    ],
    [
      'with a value of the wrong kind',
      'contexts:\n  a:\n    poolId: eu-west-1_A\n    protected: maybe\n',
      /^FILE line 4, contexts\.a\.protected: /,
    ],
    ['whose current context is not there', 'current: gone\n', /^FILE line 1, current: /],
  ] as const) {
    it(`is told of with file, line and key: a config file ${of}`, async () => {
      const file = place().path('contexts.yaml');
      await writeFile(file, text);
      const stderr = await expectRefusal({
        ...{ of, code: 2, says: /./ },
        argv: ['users', 'disable', BEN, '--yes', '--config', file],
      });
      expect(firstLine(stderr).replaceAll(file, 'FILE')).to.match(says);
    });
  }

  it('is told of, and nothing is written: a pool that does not exist', async () => {
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

  it('is told of, and nothing is written: the last callback URL, to remove', async () => {
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

  it('is told of, and nothing is written: an attribute that the pool has immutable', async () => {
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
    { argv, code, says, stdin = '' }: Case,
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const before = await place().bytes();
    const result = await runBin(argv, { place: place(), stdin, env });
    expect(firstLine(result.stderr)).to.match(says);
    expect({
      code: result.code,
      stdout: result.stdout,
      form: formOf(result.stderr),
      isUntouched: before === (await place().bytes()),
    }).to.deep.equal({ code, stdout: '', form: 'as CLI.md has it', isUntouched: true });
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
  return others.length === 0 ? 'as CLI.md has it' : `other lines: ${others.join('\n')}`;
}
