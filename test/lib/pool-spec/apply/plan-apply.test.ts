import { expect } from 'chai';

import { isWrite } from '../../../../src/lib/cognito/client/is-write.js';
import type { OperationName } from '../../../../src/lib/cognito/client/operations.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { undoChange } from '../../../../src/lib/undo/undo-change.js';
import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, somebody } from '../../changes/agreement.js';
import { withEndpoint } from '../../cognito/fake-endpoint.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { described, moved, openPool } from '../../pool/settings/sandbox-pool.js';
import { applyText, differing, planText } from './apply-text.js';

/** A file that asks for a change of every kind. */
const EVERYTHING = `
poolSpec: 1
passwordPolicy: { minimumLength: 14 }
tags: { stage: prod }
acrValues: { Acr2: 'urn:two' }
attributes:
  - { name: cost_centre, type: String, mutable: false, maxLength: 20 }
  - { name: seats, type: Number, minValue: 1 }
hostedUiCss: '.banner-customizable { background: #123; }'
clients:
  - { name: stackflow-web, accessTokenValiditySeconds: 1800 }
  - name: jobs
    generateSecret: true
    oauth: true
    oauthFlows: [client_credentials]
    oauthScopes: [email]
    refreshTokenValiditySeconds: 86400
`;

/** The directory, in which one operation answers otherwise. */
function intercepted(
  directory: Directory,
  operation: OperationName,
  answerTo: (answer: () => Promise<unknown>) => Promise<unknown>,
): Directory {
  const { cognito } = directory;
  const call = (name: OperationName, input: never) => {
    const answer = () => cognito.call(name, input);
    return name === operation ? answerTo(answer) : answer();
  };
  return { ...directory, cognito: { ...cognito, call: call as typeof cognito.call } };
}

describe('planApply', () => {
  const folder = temporaryFolder();
  const open = () => openPool(folder.path('data'));
  const client = async (directory: Directory, name: string) => {
    const { UserPoolClients = [] } = await directory.cognito.call('ListUserPoolClients', { MaxResults: 60 });
    const ClientId = UserPoolClients.find(({ ClientName }) => ClientName === name)!.ClientId!;
    return (await directory.cognito.call('DescribeUserPoolClient', { ClientId })).UserPoolClient!;
  };

  it('plans the settings of the pool, what is added to it, and the app clients, field by field', async () => {
    const changes = await planText(open(), EVERYTHING);
    expect(changes.map(({ operation }) => operation)).to.deep.equal(Array.from({ length: 5 }, () => 'pool.apply'));
    expect(changes.map(({ target: { kind, label }, fields }) => [kind, label, fields])).to.deep.equal([
      [
        'pool',
        'stackflow-sandbox',
        [
          { field: 'passwordPolicy.minimumLength', before: 12, after: 14 },
          {
            field: 'tags',
            before: ['team=identity', 'stage=test'],
            after: ['team=identity', 'stage=prod'],
            relative: true,
          },
          {
            field: 'acrValues',
            before: ['Acr1=urn:one'],
            after: ['Acr1=urn:one', 'Acr2=urn:two'],
            relative: true,
          },
        ],
      ],
      [
        'pool',
        'stackflow-sandbox',
        [
          { field: 'attributes.cost_centre.type', before: null, after: 'String' },
          { field: 'attributes.cost_centre.mutable', before: null, after: false },
          { field: 'attributes.cost_centre.maxLength', before: null, after: 20 },
          { field: 'attributes.seats.type', before: null, after: 'Number' },
          { field: 'attributes.seats.minValue', before: null, after: 1 },
        ],
      ],
      [
        'pool',
        'stackflow-sandbox',
        [{ field: 'hostedUiCss', before: null, after: '.banner-customizable { background: #123; }' }],
      ],
      ['client', 'stackflow-web', [{ field: 'accessTokenValiditySeconds', before: 3600, after: 1800 }]],
      [
        'client',
        'jobs',
        [
          { field: 'name', before: null, after: 'jobs' },
          { field: 'generateSecret', before: null, after: true },
          { field: 'oauth', before: null, after: true },
          { field: 'oauthFlows', before: null, after: ['client_credentials'] },
          { field: 'oauthScopes', before: null, after: ['email'] },
          { field: 'refreshTokenValiditySeconds', before: null, after: 86_400 },
        ],
      ],
    ]);
  });

  it('leaves no difference, and a second time there is nothing to do', async () => {
    const directory = open();
    const outcomes = await applyText(directory, EVERYTHING);
    expect(outcomes.map(({ plan, error }) => error?.message ?? plan.doneMessage)).to.deep.equal([
      'Changed passwordPolicy.minimumLength, tags, acrValues of user pool stackflow-sandbox.',
      'Added custom attributes cost_centre, seats.',
      'Changed hostedUiCss of user pool stackflow-sandbox.',
      'Changed accessTokenValiditySeconds of app client stackflow-web.',
      'Added app client jobs.',
    ]);
    expect(await differing(directory, EVERYTHING)).to.deep.equal([]);
    expect(await applyText(directory, EVERYTHING)).to.deep.equal([]);
  });

  it('records each change, an added app client by the ID that it got, and no secret', async () => {
    const directory = open();
    const outcomes = await applyText(directory, EVERYTHING);
    const jobs = await client(directory, 'jobs');
    expect(outcomes.map(({ plan: { target }, recordId }) => [target.id, typeof recordId])).to.deep.equal([
      ...[SANDBOX_POOL_ID, SANDBOX_POOL_ID, SANDBOX_POOL_ID, SANDBOX_CLIENT_ID, jobs.ClientId].map((id) => [
        id,
        'string',
      ]),
    ]);
    expect(jobs.ClientSecret).to.be.a('string');
    expect(JSON.stringify(outcomes)).not.to.include(jobs.ClientSecret);
  });

  it('adds a domain to a pool without one, and then the style sheet that needs it', async () => {
    const directory = openPool(folder.path('data'), ({ settings }) => delete settings.Domain);
    const style = 'hostedUiCss: .a {}\n';
    const { message } = await rejection(planText(directory, `poolSpec: 1\n${style}`));
    expect(message).to.match(/^stdin line 2, hostedUiCss needs a domain, which the user pool does not have /);
    const text = `poolSpec: 1\ndomain: { domain: another, managedLoginVersion: 2 }\n${style}`;
    const outcomes = await applyText(directory, text);
    expect(outcomes.map(({ plan, error }) => error?.message ?? plan.doneMessage)).to.deep.equal([
      'Added domain another.',
      'Changed hostedUiCss of user pool stackflow-sandbox.',
    ]);
    expect(await differing(directory, text)).to.deep.equal([]);
    const undo = await rejection(undoChange(directory, { id: outcomes[0]!.recordId!, force: false }));
    expect(undo.message).to.equal(
      'pool apply stackflow-sandbox cannot be undone: sf-admin does not delete a domain; delete it in the AWS console',
    );
  });

  it('adds a custom domain beside a prefix, which stays the domain of a file that names it; and no second one', async () => {
    const directory = open();
    const custom = (name: string) =>
      'poolSpec: 1\ndomain:\n  certificateArn: arn:aws:acm:us-east-1:000000000000:certificate/c\n' +
      `  domain: ${name}\n`;
    const [outcome] = await applyText(directory, custom('login.one.example'));
    expect(outcome?.error).to.equal(undefined);
    expect(await differing(directory, custom('login.one.example'))).to.deep.equal([]);
    const prefix = 'poolSpec: 1\ndomain: { domain: stackflow-identity-000000000000, managedLoginVersion: 1 }\n';
    expect(await differing(directory, prefix)).to.deep.equal([]);
    expect((await rejection(planText(directory, custom('login.two.example')))).code).to.equal('FIXED_SETTING');
    const { UserPool } = await directory.cognito.call('DescribeUserPool', {});
    expect([UserPool?.Domain, UserPool?.CustomDomain]).to.deep.equal([
      'stackflow-identity-000000000000',
      'login.one.example',
    ]);
  });

  for (const [what, isDone, expected] of [
    ['was made', true, [true, undefined]],
    ['was not made', false, [false, 'TIMEOUT']],
  ] as const) {
    it(`finds out whether an app client ${what} if the answer is lost`, async () => {
      const directory = open();
      const lossy = intercepted(directory, 'CreateUserPoolClient', async (answer) => {
        if (isDone) await answer();
        throw new AdminError('TIMEOUT', 'no answer', { mayHaveHappened: true });
      });
      const text = 'poolSpec: 1\npasswordPolicy: { minimumLength: 14 }\nclients: [{ name: jobs, oauth: false }]\n';
      const [, outcome] = await applyText(lossy, text);
      expect([outcome?.changed, outcome?.error?.code]).to.deep.equal(expected);
    });
  }

  it('writes nothing in a dry run, nor without a confirmation, which says what cannot be taken back', async () => {
    const directory = open();
    const before = await described(directory);
    await applyText(directory, EVERYTHING, DRY_RUN);
    const { code, message, hint } = await rejection(applyText(directory, EVERYTHING, NOBODY));
    expect([code, message]).to.deep.equal([
      'CONFIRMATION_REQUIRED',
      'pool apply needs confirmation, and there is no terminal to ask on',
    ]);
    expect(hint?.split('\n')).to.include.members([
      'A custom attribute can neither be changed nor removed.',
      'sf-admin does not delete app clients: a new one can be deleted only in the AWS console.',
    ]);
    expect(moved(before, await described(directory))).to.deep.equal([]);
  });

  it('asks one question for all, even if none of the changes is disruptive', async () => {
    const { options, asked, shown } = somebody(true);
    const text =
      'poolSpec: 1\npasswordPolicy: { minimumLength: 14 }\nclients: [{ name: stackflow-web, oauth: true }]\n';
    const [outcome] = await applyText(open(), text, options);
    expect([asked, shown, outcome?.changed]).to.deep.equal([
      ['pool apply (1 change) in context sandbox. Continue?'],
      ['pool apply stackflow-sandbox\n  passwordPolicy.minimumLength: 12 → 14'],
      true,
    ]);
  });

  it('needs the number of changes to be typed in a protected pool, if one is irreversible', async () => {
    const directory = open();
    const guarded = { ...directory, context: { ...directory.context, protected: true } };
    expect((await rejection(applyText(guarded, EVERYTHING, AGREED))).code).to.equal('CONFIRMATION_REQUIRED');
    const outcomes = await applyText(guarded, EVERYTHING, { ...AGREED, confirm: '5' });
    expect(outcomes.map(({ changed }) => changed)).to.deep.equal([true, true, true, true, true]);
  });

  it('is refused in a context that is bound to a tenant, even if the app client may be edited there', async () => {
    const directory = open();
    const bound = {
      ...directory,
      context: { ...directory.context, tenant: 'tenant_001' as const, mayEditClient: true },
    };
    for (const text of ['passwordPolicy: { minimumLength: 14 }', 'clients: [{ name: jobs }]']) {
      expect((await rejection(applyText(bound, `poolSpec: 1\n${text}\n`))).code).to.equal('TENANT_MISMATCH');
    }
    const [edited] = await applyText(
      bound,
      'poolSpec: 1\nclients: [{ name: stackflow-web, tokenRevocation: false }]\n',
    );
    expect(edited?.error).to.equal(undefined);
  });

  it('refuses what is fixed at creation, all of it by name and line, and changes nothing', async () => {
    const directory = open();
    const before = await described(directory);
    const text =
      'poolSpec: 1\nusernameAttributes: [phone_number]\nregion: eu-west-1\ntags: { a: b }\n' +
      'attributes: [{ name: tenant_id, mutable: false }, { name: x, type: String, required: true }, { name: y }]\n' +
      'domain: { domain: another }\nclients:\n  - { name: stackflow-web, generateSecret: false }\n';
    const { code, message, hint } = await rejection(applyText(directory, text));
    expect([code, message]).to.deep.equal([
      'FIXED_SETTING',
      'stdin line 2, usernameAttributes is fixed when a user pool is created (file: ["phone_number"]; pool: ["email"])',
    ]);
    expect(hint?.split('\n').map((line) => line.replace(/ \(file.*/, ''))).to.deep.equal([
      'Nothing was changed.',
      'Write into the file what the user pool has, or take the setting out of it. ' +
        'For another value, make a new user pool: sf-admin pool create FILE',
      'Also line 3, region is fixed when a user pool is created',
      'Also line 5, attributes.x is a new attribute and cannot be required',
      'Also line 5, attributes.y is a new attribute and needs a type',
      'Also line 5, attributes.tenant_id.mutable cannot change, because Cognito changes no attribute of a schema',
      'Also line 6, domain.domain cannot change, because sf-admin neither changes nor deletes a domain',
      'Also line 8, app client stackflow-web: generateSecret is fixed when an app client is created',
    ]);
    expect(moved(before, await described(directory))).to.deep.equal([]);
  });

  it('refuses settings that contradict each other, in terms of the file', async () => {
    expect(
      await rejection(planText(open(), 'poolSpec: 1\nmfa: { mode: OPTIONAL, softwareToken: false, sms: false }\n')),
    ).to.deep.equal({
      code: 'SETTING_CONFLICT',
      message: 'user pool stackflow-sandbox: MFA is on without a second factor',
      hint: 'Nothing was changed.\nMake the settings in the file agree.',
    });
  });

  it('writes the version of a custom sender with its function, and refuses one without', async () => {
    const directory = open();
    const version =
      'poolSpec: 1\ntriggers:\n  kmsKeyArn: arn:aws:kms:us-east-1:000000000000:key/1\n  customSmsSenderVersion: V1_0\n';
    expect((await rejection(planText(directory, version))).code).to.equal('FIXED_SETTING');
    const text = `${version}  customSmsSender: arn:aws:lambda:us-east-1:000000000000:function:send\n`;
    await applyText(directory, text);
    expect(await differing(directory, text)).to.deep.equal([]);
  });

  it('refuses a setting that this SDK does not model, of the pool or of an app client that would change', async () => {
    const answers: Readonly<Record<string, object>> = {
      DescribeUserPool: { UserPool: { Id: SANDBOX_POOL_ID, Name: 'web', FuturePool: 1 } },
      GetUserPoolMfaConfig: { MfaConfiguration: 'OFF' },
      ListUserPoolClients: { UserPoolClients: [{ ClientId: 'c', ClientName: 'web' }] },
      DescribeUserPoolClient: {
        UserPoolClient: { ClientId: 'c', UserPoolId: SANDBOX_POOL_ID, ClientName: 'web', FutureClient: 1 },
      },
    };
    await withEndpoint(
      ({ operation }) => ({ json: answers[operation] ?? {} }),
      async (endpointUrl, seen) => {
        const directory = openTestDirectory({ dataFolder: folder.path('data'), context: { endpointUrl } });
        for (const [setting, named] of [
          ['passwordPolicy: { historySize: 3 }', 'FuturePool'],
          ['clients: [{ name: web, oauthScopes: [openid] }]', 'FutureClient'],
        ] as const) {
          const { code, message } = await rejection(planText(directory, `poolSpec: 1\n${setting}\n`));
          expect([code, message.endsWith(`does not know: ${named}`)]).to.deep.equal(['UNMODELLED_SETTING', true]);
        }
        expect(seen.filter(({ operation }) => isWrite(operation))).to.deep.equal([]);
      },
    );
  });

  it('refuses a name that several app clients have', async () => {
    const directory = open();
    await directory.cognito.call('CreateUserPoolClient', { ClientName: 'twice' });
    await directory.cognito.call('CreateUserPoolClient', { ClientName: 'twice' });
    const { code, message } = await rejection(planText(directory, 'poolSpec: 1\nclients: [{ name: twice }]\n'));
    expect([code, message]).to.deep.equal([
      'FIXED_SETTING',
      'stdin line 2, app client twice: name is not unique (file: twice; pool: 2 app clients with this name)',
    ]);
  });

  it('stops at the first change that fails, and completes the rest when it is run again', async () => {
    const directory = open();
    const failing = intercepted(directory, 'AddCustomAttributes', () =>
      Promise.reject(new AdminError('THROTTLED', 'AddCustomAttributes was throttled')),
    );
    const outcomes = await applyText(failing, EVERYTHING);
    expect(outcomes.map(({ changed, error }) => [changed, error?.code, error?.message])).to.deep.equal([
      [true, undefined, undefined],
      [false, 'THROTTLED', 'AddCustomAttributes was throttled'],
      ...Array.from({ length: 3 }, () => [false, 'PARTIAL', 'not started, because an earlier change failed']),
    ]);
    const rest = await applyText(directory, EVERYTHING);
    expect(rest.map(({ changed }) => changed)).to.deep.equal([true, true, true, true]);
    expect(await differing(directory, EVERYTHING)).to.deep.equal([]);
  });

  it('can be undone where the old value can be written back, and says why not where it cannot', async () => {
    const directory = open();
    const before = await described(directory);
    const outcomes = await applyText(directory, EVERYTHING);
    const undone = [];
    for (const { recordId = '' } of outcomes.reverse()) {
      const change = await undoChange(directory, { id: recordId, force: false }).catch((error: unknown) => error);
      if (change instanceof AdminError) undone.push(change.message);
      else undone.push((await carryOut(directory, [change as never], AGREED))[0]?.plan.doneMessage);
    }
    expect(undone).to.deep.equal([
      'pool apply jobs cannot be undone: sf-admin does not delete an app client; delete it in the AWS console',
      'Reverted pool apply on stackflow-web.',
      'Reverted pool apply on stackflow-sandbox.',
      'pool apply stackflow-sandbox cannot be undone: Cognito can neither remove nor change a custom attribute',
      'Reverted pool apply on stackflow-sandbox.',
    ]);
    const paths = moved(before, await described(directory));
    expect(paths).to.deep.equal(['SchemaAttributes']);
    expect((await client(directory, 'stackflow-web')).AccessTokenValidity).to.equal(60);
    expect((await directory.cognito.call('GetUICustomization', {})).UICustomization?.CSS).to.equal(undefined);
  });
});
