import { expect } from 'chai';

import ClientDescribe from '../../src/commands/client/describe.js';
import ClientList from '../../src/commands/client/list.js';
import PoolDescribe from '../../src/commands/pool/describe.js';
import UsersList from '../../src/commands/users/list.js';
import UsersShow from '../../src/commands/users/show.js';
import { ANY_CREDENTIALS } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { type CommandClass, commandRunner } from '../helpers/run-command.js';
import { mockCognito } from '../lib/cognito/cognito-mock.js';

const POOL = 'eu-west-1_Abc123456';
const PAGES = `https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/${POOL}`;
const USER_PAGE = `${PAGES}/user-management/users/details/ana?region=eu-west-1`;
const CLIENT_PAGE = `${PAGES}/applications/app-clients/4abc/login-pages?region=eu-west-1`;
const AWS = ['--pool-id', POOL, '--client-id', '4abc'];

describe('hyperlinks to the AWS console', () => {
  const run = commandRunner(ownPlace());
  const cognito = mockCognito();
  beforeEach(() => {
    const email = { Name: 'email', Value: 'ana@a.example' };
    cognito.answer('AdminGetUser', { Username: 'ana', UserAttributes: [email] });
    cognito.answer('ListUsers', { Users: [{ Username: 'ana', Attributes: [email] }] });
    cognito.answer('ListUserPoolClients', { UserPoolClients: [{ ClientId: '4abc', ClientName: 'web' }] });
    cognito.answer('DescribeUserPoolClient', { UserPoolClient: { ClientId: '4abc', UserPoolId: POOL } });
    cognito.answer('AdminListGroupsForUser', { Groups: [] });
    cognito.answer('DescribeUserPool', { UserPool: { Id: POOL } });
    cognito.answer('ListUserPoolReplicas', { UserPoolReplicas: [] });
  });

  const linksOf = async (
    [Command, ...argv]: readonly [CommandClass, ...string[]],
    { flags = AWS, hasHyperlinks = true, tty = true } = {},
  ) => {
    const options = { tty, hasHyperlinks, env: ANY_CREDENTIALS };
    const { stdout, exitCode } = await run(Command, [...argv, ...flags], options);
    expect([exitCode, stdout === '']).to.deep.equal([0, false]);
    return [...stdout.matchAll(/\u001b\]8;;([^\u0007]+)\u0007([^\u001b]*)\u001b\]8;;\u0007/g)].map(([, url, text]) => [
      text,
      url,
    ]);
  };

  for (const [title, command, links] of [
    ['a list of users', [UsersList], [['ana@a.example', USER_PAGE]]],
    ['a user', [UsersShow, 'ana'], [['ana', USER_PAGE]]],
    ['a list of app clients', [ClientList], [['4abc', CLIENT_PAGE]]],
    [
      'an app client',
      [ClientDescribe],
      [
        ['4abc', CLIENT_PAGE],
        [POOL, `${PAGES}?region=eu-west-1`],
      ],
    ],
    ['a user pool', [PoolDescribe], [[POOL, `${PAGES}?region=eu-west-1`]]],
  ] as const) {
    it(`are shown for ${title}`, async () => {
      expect(await linksOf(command)).to.deep.equal(links);
    });
  }

  const cases: [title: string, options: Parameters<typeof linksOf>[1]][] = [
    ['the sandbox', { flags: [] }],
    ['an endpoint that is not of AWS', { flags: [...AWS, '--endpoint-url', 'http://127.0.0.1:9229'] }],
    ['a region whose console AWS does not document', { flags: ['--pool-id', 'us-iso-east-1_Abc123456'] }],
    ['a terminal that does not show them', { hasHyperlinks: false }],
    ['another format', { flags: [...AWS, '-o', 'json'] }],
    ['identifiers', { flags: [...AWS, '-q'] }],
    ['a pipe', { tty: false }],
  ];
  for (const [title, options] of cases) {
    it(`are not shown for ${title}`, async () => {
      expect(await linksOf([UsersList], options)).to.deep.equal([]);
    });
  }
});
