import { expect } from 'chai';

import ClientAddCallback from '../../../src/commands/client/add-callback.js';
import ClientAddLogout from '../../../src/commands/client/add-logout.js';
import ClientRemoveCallback from '../../../src/commands/client/remove-callback.js';
import ClientRemoveLogout from '../../../src/commands/client/remove-logout.js';
import { SANDBOX_CLIENT_ID } from '../../../src/lib/model/sandbox-ids.js';
import type { ClientState } from '../../../src/lib/sandbox/state/state.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { outcomesIn } from '../../helpers/outcomes.js';

const NEW = 'https://new.example/callback';
const WEB = 'https://app.stackflow-tech.com/auth/callback';
const LOCAL = 'http://localhost:3000/auth/callback';
const HOME = 'https://app.stackflow-tech.com/';
const LOCAL_HOME = 'http://localhost:3000/';

describe('editing the URLs of the app client', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  for (const [command, Command, argv, list, after, sentence] of [
    [
      'client add-callback',
      ClientAddCallback,
      [NEW],
      'CallbackURLs',
      [WEB, LOCAL, NEW],
      `Registered callback URL ${NEW} on stackflow-web.`,
    ],
    [
      'client remove-callback',
      ClientRemoveCallback,
      [LOCAL, '--yes'],
      'CallbackURLs',
      [WEB],
      `Removed callback URL ${LOCAL} from stackflow-web.`,
    ],
    [
      'client add-logout',
      ClientAddLogout,
      [NEW, 'myapp://bye'],
      'LogoutURLs',
      [HOME, LOCAL_HOME, NEW, 'myapp://bye'],
      `Registered logout URL ${NEW}, myapp://bye on stackflow-web.`,
    ],
    [
      'client remove-logout',
      ClientRemoveLogout,
      [HOME, LOCAL_HOME, '--yes'],
      'LogoutURLs',
      [],
      `Removed logout URL ${HOME}, ${LOCAL_HOME} from stackflow-web.`,
    ],
  ] as const) {
    it(`${command} changes the list and no other setting`, async () => {
      const { settings: before } = await storedClient();
      const result = await run(Command, argv);
      const { settings: now } = await storedClient();
      expect({ ...result, now: { ...now, [list]: now[list] ?? [] } }).to.deep.equal({
        stdout: `${sentence}\n`,
        stderr: '',
        exitCode: 0,
        asked: [],
        now: { ...before, [list]: after },
      });
    });

    it(`${command} writes nothing with --dry-run`, async () => {
      const before = await place().bytes();
      const { stdout, exitCode } = await run(Command, [...argv, '--dry-run', '-o', 'json']);
      const { changed, dryRun, fields, requestIds } = outcomesIn(stdout)[0] as Record<string, unknown>;
      const { settings } = JSON.parse(JSON.stringify(await storedClient())) as ClientState;
      const field = list === 'CallbackURLs' ? 'callbackUrls' : 'logoutUrls';
      expect({
        ...{ changed, dryRun, fields, requestIds, exitCode },
        isUntouched: before === (await place().bytes()),
      }).to.deep.equal({
        changed: false,
        dryRun: true,
        fields: [{ field, before: settings[list], after }],
        requestIds: [],
        exitCode: 0,
        isUntouched: true,
      });
    });
  }

  for (const [command, Command, argv, sentence] of [
    [
      'client add-callback',
      ClientAddCallback,
      [WEB],
      `Callback URL ${WEB} is already registered on stackflow-web. Nothing was changed.`,
    ],
    [
      'client remove-callback',
      ClientRemoveCallback,
      [`${LOCAL}s`],
      `Callback URL ${LOCAL}s is not registered on stackflow-web. Did you mean ${LOCAL}? Nothing was changed.`,
    ],
    [
      'client add-logout',
      ClientAddLogout,
      [HOME],
      `Logout URL ${HOME} is already registered on stackflow-web. Nothing was changed.`,
    ],
    [
      'client remove-logout',
      ClientRemoveLogout,
      ['https://other.example/a', 'https://other.example/b'],
      'Logout URLs https://other.example/a, https://other.example/b are not registered on stackflow-web. Nothing was changed.',
    ],
  ] as const) {
    it(`${command} asks nothing and writes nothing if the list is unchanged`, async () => {
      const before = await place().bytes();
      const result = await run(Command, argv);
      expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
        stdout: `${sentence}\n`,
        stderr: '',
        exitCode: 0,
        asked: [],
        isUntouched: true,
      });
    });
  }

  it('asks before it removes a URL, as people may sign in through it', async () => {
    const { asked, exitCode, stderr } = await run(ClientRemoveCallback, [LOCAL], {
      tty: true,
      answers: [true],
    });
    expect({ asked, exitCode, shown: stderr.replace(/[0-9A-Z]{26}/, 'ID').split('\n') }).to.deep.equal({
      asked: [{ kind: 'confirm', message: 'client remove-callback stackflow-web in context sandbox. Continue?' }],
      exitCode: 0,
      shown: [
        'client remove-callback stackflow-web',
        '  callback URLs:',
        `    - ${LOCAL}`,
        `Sign-in through ${LOCAL} stops working at once.`,
        'To undo it: sf-admin history undo ID',
        '',
      ],
    });
  });

  it('prints only the client ID with -q', async () => {
    expect(await run(ClientAddCallback, [NEW, '-q'])).to.deep.equal({
      stdout: `${SANDBOX_CLIENT_ID}\n`,
      stderr: '',
      exitCode: 0,
      asked: [],
    });
  });

  for (const [rule, Command, argv, exitCode, first] of [
    ['the default redirect URL', ClientRemoveCallback, [WEB, '--yes'], 3, /is the default redirect URL of/],
    ['a URL without --yes and without a terminal to ask on', ClientRemoveCallback, [LOCAL], 2, /needs confirmation/],
    ['a fragment', ClientAddCallback, ['https://a.example/#x'], 2, /has a fragment/],
    [
      'one bad URL among good ones',
      ClientAddLogout,
      [NEW, 'http://a.example/'],
      2,
      /uses http, which is allowed only for localhost/,
    ],
    [
      'the 101st',
      ClientAddCallback,
      Array.from({ length: 99 }, (_, index) => `https://n.example/${index}`),
      3,
      /^error: stackflow-web would have 101 callback URLs$/,
    ],
  ] as const) {
    it(`refuses ${rule}, and writes nothing`, async () => {
      const before = await place().bytes();
      const result = await run(Command, argv);
      expect(result.stderr.split('\n')[0]).to.match(first);
      expect({
        exitCode: result.exitCode,
        stdout: result.stdout,
        isUntouched: before === (await place().bytes()),
      }).to.deep.equal({ exitCode, stdout: '', isUntouched: true });
    });
  }

  it('accepts the hundredth URL', async () => {
    const urls = Array.from({ length: 98 }, (_, index) => `https://n.example/${index}`);
    const { exitCode } = await run(ClientAddCallback, urls);
    expect({ exitCode, count: (await place().callbackUrls()).length }).to.deep.equal({
      exitCode: 0,
      count: 100,
    });
  });

  it('refuses to remove the last callback URL of a client that signs in by redirect', async () => {
    const client = (await place().call('CreateUserPoolClient', {
      ClientName: 'second',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      SupportedIdentityProviders: ['COGNITO'],
      CallbackURLs: [NEW],
    })) as { UserPoolClient: { ClientId: string } };
    const before = await place().bytes();
    const { exitCode, stderr } = await run(ClientRemoveCallback, [
      ...[NEW, '--yes', '--client-id', client.UserPoolClient.ClientId],
    ]);
    expect({ exitCode, stderr, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      exitCode: 3,
      stderr:
        'error: second would have no callback URL left, and no user could sign in\n' +
        '  Register the new one first: sf-admin client add-callback URL\n',
      isUntouched: true,
    });
  });

  async function storedClient(): Promise<ClientState> {
    return (await place().pool()).clients[SANDBOX_CLIENT_ID]!;
  }
});
