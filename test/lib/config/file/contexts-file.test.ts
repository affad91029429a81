import { mkdir, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { getContext, loadContexts } from '../../../../src/lib/config/file/contexts-file.js';
import { DEFAULT_CONVENTIONS } from '../../../../src/lib/config/default-conventions.js';
import { refusal, rejection } from '../../conventions/refusal.js';
import { temporaryFolder } from '../temporary-folder.js';

const SANDBOX = {
  name: 'sandbox',
  kind: 'sandbox',
  poolId: 'us-east-1_Sandbox01',
  clientId: 'sandbox0stackflow0client01',
  region: 'us-east-1',
  account: '000000000000',
  protected: false,
  conventions: DEFAULT_CONVENTIONS,
};
const STACKFLOW = {
  name: 'stackflow',
  kind: 'aws',
  poolId: 'us-east-1_WKK1AVJ2m',
  clientId: '570cnagpgoochn29a113du6jnt',
  region: 'us-east-1',
  account: '373544523367',
  protected: true,
  conventions: DEFAULT_CONVENTIONS,
  platform: { domain: 'stackflow-identity-373544523367' },
};

describe('loadContexts', () => {
  const folder = temporaryFolder();
  let file = '';
  beforeEach(() => {
    file = folder.path('config.yaml');
  });
  const load = async (text: string | Uint8Array) => {
    await writeFile(file, text);
    return loadContexts(file);
  };
  const refused = async (text: string | Uint8Array) => {
    const { code, message, hint } = await rejection(load(text));
    return { code, message: message.replace(file, 'config.yaml'), hint };
  };

  it('returns the built-in contexts without a file, with sandbox as the current one', async () => {
    const { current, contexts } = await loadContexts(file);
    expect({ current, contexts: [...contexts.entries()] }).to.deep.equal({
      current: 'sandbox',
      contexts: [
        ['sandbox', SANDBOX],
        ['stackflow', STACKFLOW],
      ],
    });
  });

  it('loads the YAML parser only if there is a file', async () => {
    await writeFile(file, 'current: stackflow');
    const script = `
      import { createRequire } from 'node:module';
      const { loadContexts } = await import('./src/lib/config/file/contexts-file.ts');
      const { current } = await loadContexts(process.argv.at(-1));
      const loaded = Object.keys(createRequire(process.cwd() + '/').cache).join();
      console.log(current, loaded.includes('node_modules/yaml/'));
    `;
    const run = (path: string) =>
      promisify(execFile)(process.execPath, ['--import=tsx', '--input-type=module', '--eval', script, path]);
    const answers = await Promise.all([run(`${file}.not-there`), run(file)]);
    expect(answers.map(({ stdout }) => stdout.trim())).to.deep.equal(['sandbox false', 'stackflow true']);
  });

  it('refuses a missing file that was named', async () => {
    expect(await rejection(loadContexts(file, { mustExist: true }))).to.deep.equal({
      code: 'INVALID_CONFIG',
      message: `${file} does not exist`,
      hint: 'Check --config and SF_ADMIN_CONFIG, or omit them to use the file in your configuration folder',
    });
  });

  for (const text of ['', '# nothing yet\n', 'contexts:\n', 'contexts: {}\n', '\ufeffcurrent: sandbox\n', '{}']) {
    it(`reads ${JSON.stringify(text)} as an empty file`, async () => {
      const { current, contexts } = await load(text);
      expect({ current, names: [...contexts.keys()] }).to.deep.equal({
        current: 'sandbox',
        names: ['sandbox', 'stackflow'],
      });
    });
  }

  it('reads every key', async () => {
    const { current, contexts } = await load(`
current: prod
contexts:
  prod:
    poolId: eu-west-1_AbCdEf123
    clientId: abc123
    region: eu-west-1
    account: '012345678901'
    profile: ops
    roleArn: arn:aws:iam::012345678901:role/team/admin
    externalId: stackflow
    mfaSerial: arn:aws:iam::012345678901:mfa/ada
    endpointUrl: http://127.0.0.1:9229
    protected: true
    tenant: acme-1
    conventions:
      tenantPattern: '[a-z]+-[0-9]'
      tenants: [acme-1, acme-2]
      roles: [reader, writer]
      privilegedRoles: [writer]
      departmentPattern: '[A-Z]+'
      emailDomains: [Example.com]
      customAttributes: ['custom:tenant_id']
`);
    expect({ current, prod: contexts.get('prod') }).to.deep.equal({
      current: 'prod',
      prod: {
        name: 'prod',
        kind: 'aws',
        poolId: 'eu-west-1_AbCdEf123',
        clientId: 'abc123',
        region: 'eu-west-1',
        account: '012345678901',
        profile: 'ops',
        roleArn: 'arn:aws:iam::012345678901:role/team/admin',
        externalId: 'stackflow',
        mfaSerial: 'arn:aws:iam::012345678901:mfa/ada',
        endpointUrl: 'http://127.0.0.1:9229',
        protected: true,
        tenant: 'acme-1',
        conventions: {
          tenant: { pattern: '[a-z]+-[0-9]', list: ['acme-1', 'acme-2'] },
          roles: [
            { name: 'reader', privileged: false },
            { name: 'writer', privileged: true },
          ],
          departmentPattern: '[A-Z]+',
          emailDomains: ['example.com'],
          customAttributes: ['custom:tenant_id'],
        },
      },
    });
  });

  it('has the default for each convention that is left out', async () => {
    const { contexts } = await load('contexts: {prod: {conventions: {emailDomains: [example.com]}}}');
    expect(contexts.get('prod')).to.deep.equal({
      name: 'prod',
      kind: 'aws',
      protected: false,
      conventions: { ...DEFAULT_CONVENTIONS, emailDomains: ['example.com'] },
    });
  });

  it('keeps the default privileged roles if only the roles are given', async () => {
    const { contexts } = await load('contexts: {prod: {conventions: {roles: [guest, super_admin]}}}');
    expect(contexts.get('prod')?.conventions.roles).to.deep.equal([
      { name: 'guest', privileged: false },
      { name: 'super_admin', privileged: true },
    ]);
  });

  it('lets an entry stackflow override settings of the built-in context', async () => {
    const { contexts } = await load('contexts: {stackflow: {profile: ops, tenant: tenant_001}}');
    expect(contexts.get('stackflow')).to.deep.equal({ ...STACKFLOW, profile: 'ops', tenant: 'tenant_001' });
  });

  it('accepts a name of digits', async () => {
    const { current, contexts } = await load("current: '42'\ncontexts:\n  42: {region: us-east-1}\n");
    expect([current, contexts.get('42')?.region]).to.deep.equal(['42', 'us-east-1']);
  });

  for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
    it(`accepts the name ${name}, which every object has`, async () => {
      const contexts = await load(`current: ${name}\ncontexts:\n  ${name}: {protected: true}\n`);
      expect(getContext(contexts, name).protected).to.equal(true);
      expect(contexts.current).to.equal(name);
    });
  }

  it('follows an alias', async () => {
    const { contexts } = await load('contexts:\n  a: &a {region: us-east-1}\n  b: *a\n');
    expect(contexts.get('b')?.region).to.equal('us-east-1');
  });

  const CONTEXT_KEYS =
    'Keys: poolId, clientId, region, account, profile, roleArn, externalId, mfaSerial, endpointUrl, allowHttp, protected, tenant, mayEditClient, approvals, signers, conventions, platform, roster, team, acceptedFindings';
  const EDITOR = 'Correct the file in an editor';
  const wrong: [rule: string, text: string, message: string, hint: string][] = [
    [
      'a value of the wrong kind',
      'current: prod\n\n# ours\ncontexts:\n  prod:\n    region: us-east-1\n    protected: yes\n',
      'config.yaml line 7, contexts.prod.protected: expected a boolean',
      'Write true or false',
    ],
    [
      'an unknown key of a context',
      'contexts:\n  prod:\n    poolID: us-east-1_Abc\n',
      'config.yaml line 3, contexts.prod.poolID: unknown key',
      `Did you mean poolId? ${CONTEXT_KEYS}`,
    ],
    [
      'an unknown key of the file',
      'context: {}\n',
      'config.yaml line 1, context: unknown key',
      'Did you mean contexts? Keys: current, contexts, complete',
    ],
    [
      'an unknown key of completion',
      'complete:\n  lives: true\n',
      'config.yaml line 2, complete.lives: unknown key',
      'Did you mean live? Keys: recent, live',
    ],
    [
      'a setting of completion that is neither true nor false',
      'complete: { live: sometimes }\n',
      'config.yaml line 1, complete.live: expected a boolean',
      'Write true or false',
    ],
    [
      'an unknown key of the conventions',
      'contexts:\n  prod:\n    conventions:\n      role: [a]\n',
      'config.yaml line 4, contexts.prod.conventions.role: unknown key',
      'Did you mean roles? Keys: tenantPattern, tenants, roles, privilegedRoles, privilegedGroups, departmentPattern, emailDomains, callbackHosts, customAttributes',
    ],
    [
      'an unknown key of an accepted finding',
      'contexts:\n  prod:\n    acceptedFindings:\n      - rules: PKCE\n        rule: PKCE\n        reason: x\n        until: "2027-01-01"\n',
      'config.yaml line 4, contexts.prod.acceptedFindings[0].rules: unknown key',
      'Did you mean rule? Keys: rule, subject, reason, until',
    ],
    [
      'an accepted finding without a reason',
      'contexts:\n  prod:\n    acceptedFindings:\n      - rule: PKCE\n        until: "2027-01-01"\n',
      'config.yaml line 4, contexts.prod.acceptedFindings[0].reason: expected a reason',
      EDITOR,
    ],
    [
      'an accepted finding until a day that there is not',
      'contexts:\n  prod:\n    acceptedFindings:\n      - rule: PKCE\n        reason: x\n        until: "2027-02-30"\n',
      'config.yaml line 6, contexts.prod.acceptedFindings[0].until: expected a date, such as 2027-03-31, in quotes',
      EDITOR,
    ],
    [
      'a callback host that is none',
      'contexts:\n  prod:\n    conventions:\n      callbackHosts: ["https://app.example.com"]\n',
      'config.yaml line 4, contexts.prod.conventions.callbackHosts[0]: expected a host, such as app.example.com or *.example.com',
      EDITOR,
    ],
    [
      'an account that YAML reads as a number',
      'contexts:\n  prod:\n    account: 012345678901\n',
      'config.yaml line 3, contexts.prod.account: expected the twelve digits of an AWS account',
      "Put it in quotes, or YAML reads it as a number: '012345678901'",
    ],
    [
      'an account of eleven digits',
      "contexts:\n  prod:\n    account: '12345678901'\n",
      'config.yaml line 3, contexts.prod.account: expected the twelve digits of an AWS account',
      EDITOR,
    ],
    [
      'a pool ID without its region',
      'contexts:\n  prod:\n    poolId: WKK1AVJ2m\n',
      'config.yaml line 3, contexts.prod.poolId: expected a user pool ID, <region>_<id>, such as us-east-1_WKK1AVJ2m',
      EDITOR,
    ],
    [
      'an invalid regular expression',
      'contexts:\n  prod:\n    conventions:\n      tenantPattern: "("\n',
      'config.yaml line 4, contexts.prod.conventions.tenantPattern: not a regular expression: unterminated group',
      EDITOR,
    ],
    [
      'an endpoint with a password',
      'contexts:\n  prod:\n    endpointUrl: http://a:b@127.0.0.1\n',
      'config.yaml line 3, contexts.prod.endpointUrl: the URL contains a user name or password',
      "Remove the part before the @: credentials come from AWS's own configuration",
    ],
    [
      'an endpoint that is not a URL',
      'contexts:\n  prod:\n    endpointUrl: localhost:1\n',
      'config.yaml line 3, contexts.prod.endpointUrl: invalid endpoint URL "localhost:1"',
      'Use a URL of http or https, such as http://127.0.0.1:9339',
    ],
    [
      'an invalid region',
      'contexts:\n  prod:\n    region: us-east\n',
      'config.yaml line 3, contexts.prod.region: expected a region, such as us-east-1',
      EDITOR,
    ],
    [
      'a role with a comma',
      'contexts:\n  prod:\n    conventions:\n      roles:\n        - a\n        - b,c\n',
      'config.yaml line 6, contexts.prod.conventions.roles[1]: expected a role name without spaces or commas',
      EDITOR,
    ],
    [
      'a custom attribute without its prefix',
      'contexts: {prod: {conventions: {customAttributes: [role]}}}\n',
      'config.yaml line 1, contexts.prod.conventions.customAttributes[0]: expected custom: and a name of at most 20 characters',
      EDITOR,
    ],
    [
      'an empty list of domains, which would approve none',
      'contexts: {prod: {conventions: {emailDomains: []}}}\n',
      'config.yaml line 1, contexts.prod.conventions.emailDomains: expected at least one of: domains',
      EDITOR,
    ],
    [
      'a privileged role that is not in the list of roles',
      'contexts: {prod: {conventions: {roles: [agent], privilegedRoles: [agnt]}}}\n',
      'config.yaml line 1, contexts.prod.conventions.privilegedRoles[0]: unknown role "agnt"',
      'Did you mean agent? Roles: agent',
    ],
    [
      'a role named twice',
      'contexts:\n  prod:\n    conventions:\n      roles:\n        - a\n        - a\n',
      'config.yaml line 6, contexts.prod.conventions.roles[1]: repeats "a"',
      EDITOR,
    ],
    [
      'a listed tenant that its own pattern refuses',
      'contexts: {prod: {conventions: {tenants: [tenant_001, acme]}}}\n',
      'config.yaml line 1, contexts.prod.conventions.tenants[1]: does not match ^tenant_[0-9]{3,}$',
      EDITOR,
    ],
    [
      'a tenant that its own conventions refuse',
      'contexts:\n  prod:\n    tenant: tenant_1\n',
      'config.yaml line 3, contexts.prod.tenant: does not match ^tenant_[0-9]{3,}$',
      EDITOR,
    ],
    [
      'a tenant that is not on the list',
      'contexts:\n  prod:\n    tenant: tenant_003\n    conventions: {tenants: [tenant_001]}\n',
      "config.yaml line 3, contexts.prod.tenant: not one of the context's tenants: tenant_001",
      EDITOR,
    ],
    ...['true', 'false'].map((value): [string, string, string, string] => [
      `leave that nothing takes away: mayEditClient: ${value} without a tenant`,
      `contexts:\n  prod:\n    mayEditClient: ${value}\n`,
      'config.yaml line 3, contexts.prod.mayEditClient: only for a context that is bound to a tenant',
      'Bind the context to a tenant (tenant), or leave the key out',
    ]),
    [
      'a current context that nothing is named',
      'contexts:\n  production: {}\ncurrent: productoin\n',
      'config.yaml line 3, current: unknown context "productoin"',
      'Did you mean production? Contexts: sandbox, stackflow, production',
    ],
    [
      'an entry for the sandbox',
      'contexts:\n  sandbox: {region: us-east-1}\n',
      'config.yaml line 2, contexts.sandbox: this name is reserved for the embedded pool',
      'Give the context another name',
    ],
    [
      'a name that no context may have',
      'contexts:\n  -prod: {}\n',
      'config.yaml line 2, contexts.-prod: invalid context name',
      'Use letters, digits, _ and -, at most 64, starting with a letter or digit',
    ],
    [
      'a pattern that repeats a repetition',
      "contexts:\n  prod:\n    conventions: {departmentPattern: '^([a-z]+)*$'}\n",
      'config.yaml line 3, contexts.prod.conventions.departmentPattern: repeats a repetition, which takes too long to try',
      EDITOR,
    ],
    [
      'a context named __proto__',
      'contexts:\n  prod: {}\n  __proto__: {protected: true}\n',
      'config.yaml line 3: __proto__ cannot be a key',
      'Choose another name',
    ],
    [
      'a setting named __proto__',
      'contexts:\n  prod:\n    "__proto__": {protected: true}\n',
      'config.yaml line 3: __proto__ cannot be a key',
      'Choose another name',
    ],
    [
      'a context without settings',
      'contexts:\n  prod:\n',
      'config.yaml line 2, contexts.prod: expected the keys of a context',
      EDITOR,
    ],
    [
      'a list in place of the keys',
      '- prod\n',
      'config.yaml line 1: expected the keys current, contexts and complete',
      EDITOR,
    ],
    [
      'a repeated key',
      'current: sandbox\ncurrent: stackflow\n',
      'config.yaml line 2: key current is repeated',
      'Keep one of the two',
    ],
    [
      'what is not YAML',
      'current: sandbox\ncontexts: [\n',
      'config.yaml line 3: not YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
      'Check the indentation, quotes and brackets on that line',
    ],
    [
      'tabs',
      'contexts:\n\tprod: {}\n',
      'config.yaml line 2: not YAML: tabs are not allowed as indentation',
      'Indent with spaces',
    ],
    [
      'an unknown key of the platform',
      'contexts:\n  prod:\n    platform:\n      sendr: a@example.com\n',
      'config.yaml line 4, contexts.prod.platform.sendr: unknown key',
      'Did you mean sender? Keys: domain, preSignUpFunction, preTokenFunction, postConfirmationFunction, profileTable, ' +
        'sender, apiId, authorizer, clientSecret, clientSecretRole, warmerRule, warmerMinutes, securityTopic',
    ],
    [
      'a sender that is no address',
      'contexts:\n  prod:\n    platform:\n      sender: example.com\n',
      'config.yaml line 4, contexts.prod.platform.sender: expected an email address',
      EDITOR,
    ],
    [
      'two documents',
      'current: sandbox\n---\ncurrent: stackflow\n',
      'config.yaml line 2: a second YAML document',
      'Keep one document, and remove the --- between them',
    ],
    [
      'thousands of brackets',
      `contexts: ${'['.repeat(20_000)}\n`,
      'config.yaml line 1: nested too deeply',
      'No context needs that: check for a bracket too many',
    ],
    ['an alias of nothing', 'contexts:\n  prod: *base\n', 'config.yaml line 2: no anchor &base', EDITOR],
    [
      'aliases that would fill the memory',
      `current: &a [x,x,x,x,x,x,x,x,x,x]\ncontexts: [${'[*a,*a,*a,*a,*a,*a,*a,*a,*a,*a],'.repeat(20)}]\n`,
      'config.yaml line 1: too many aliases',
      'Write the settings out',
    ],
  ];
  for (const [rule, text, message, hint] of wrong) {
    it(`refuses ${rule}`, async () => {
      expect(await refused(text)).to.deep.equal({ code: 'INVALID_CONFIG', message, hint });
    });
  }

  it('reports all problems, by line', async () => {
    expect(
      await refused("contexts:\n  prod:\n    account: '1'\n    protectd: true\n    poolId: x\ncurrent: []\n"),
    ).to.deep.equal({
      code: 'INVALID_CONFIG',
      message: 'config.yaml line 3, contexts.prod.account: expected the twelve digits of an AWS account',
      hint: [
        EDITOR,
        'Also line 4, contexts.prod.protectd: unknown key',
        'Also line 5, contexts.prod.poolId: expected a user pool ID, <region>_<id>, such as us-east-1_WKK1AVJ2m',
        'Also line 6, current: expected the name of a context',
      ].join('\n'),
    });
  });

  it('refuses a file that is not UTF-8', async () => {
    expect(await refused(Uint8Array.of(0x63, 0xff, 0xfe))).to.deep.equal({
      code: 'INVALID_CONFIG',
      message: 'config.yaml is not UTF-8 text',
      hint: 'Save it as UTF-8',
    });
  });

  it('refuses a folder', async () => {
    await mkdir(file);
    expect(await rejection(loadContexts(file))).to.deep.equal({
      code: 'INVALID_CONFIG',
      message: `${file} cannot be read: it is a folder`,
      hint: 'Specify the file in it',
    });
  });

  it('refuses a file that it may not read', async function () {
    // The superuser may read everything.
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    await writeFile(file, '', { mode: 0o000 });
    expect(await rejection(loadContexts(file))).to.deep.equal({
      code: 'INVALID_CONFIG',
      message: `${file} cannot be read: permission denied`,
      hint: 'You need permission to read it',
    });
  });

  it('refuses a path through a file', async () => {
    await writeFile(file, '');
    expect(await rejection(loadContexts(`${file}/config.yaml`))).to.deep.equal({
      code: 'INVALID_CONFIG',
      message: `${file}/config.yaml cannot be read: a part of its path is not a folder`,
      hint: 'Check the file and its folder',
    });
  });
});

describe('getContext', () => {
  it('finds a context by its name', async () => {
    expect(getContext(await loadContexts('no-such-file.yaml'), 'stackflow')).to.deep.equal(STACKFLOW);
  });

  it('refuses an unknown name, and suggests a similar one', async () => {
    const contexts = await loadContexts('no-such-file.yaml');
    expect(refusal(() => getContext(contexts, 'stakflow'))).to.deep.equal({
      code: 'UNKNOWN_CONTEXT',
      message: 'unknown context "stakflow"',
      hint: 'Did you mean stackflow? Contexts: sandbox, stackflow',
    });
  });
});
