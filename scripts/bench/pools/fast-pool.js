/**
 * `node fast-pool.js USERS`: a user pool in memory that answers at once, so that what is measured is the client and not the
 * disk of a sandbox. It has the operations that a run needs, and checks nothing. It starts with so many users, as
 * `users.js` names them. Prints its URL when it is ready.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

import { userOf } from './users.js';

const PAGE = 60;
/** Users by their user name and by their address, and in the order in which they were created. */
const [byName, all] = [new Map(), []];

const OPERATIONS = {
  DescribeUserPool: ({ UserPoolId }) => ({
    UserPool: {
      Id: UserPoolId,
      EstimatedNumberOfUsers: all.length,
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      SchemaAttributes: SCHEMA,
    },
  }),
  ListUserPoolClients: () => ({ UserPoolClients: [] }),
  ListUsers: ({ PaginationToken = '0' }) => {
    const end = Number(PaginationToken) + PAGE;
    return {
      Users: all.slice(Number(PaginationToken), end),
      ...(end < all.length ? { PaginationToken: String(end) } : {}),
    };
  },
  AdminCreateUser: ({ Username, UserAttributes }) => {
    if (byName.has(Username)) return undefined;
    const sub = randomUUID();
    const user = {
      Username: sub,
      Attributes: [{ Name: 'sub', Value: sub }, ...UserAttributes],
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      UserCreateDate: now(),
      UserLastModifiedDate: now(),
    };
    byName.set(sub, user).set(Username, user);
    all.push(user);
    return { User: user };
  },
  AdminGetUser: ({ Username }) => {
    const { Attributes: UserAttributes, ...user } = byName.get(Username) ?? {};
    return UserAttributes && { ...user, UserAttributes };
  },
  AdminUpdateUserAttributes: ({ Username, UserAttributes }) => {
    const user = byName.get(Username);
    if (user === undefined) return undefined;
    const attributes = new Map([...user.Attributes, ...UserAttributes].map(({ Name, Value }) => [Name, Value]));
    return change(Username, { Attributes: [...attributes].map(([Name, Value]) => ({ Name, Value })) });
  },
  AdminDisableUser: ({ Username }) => change(Username, { Enabled: false }),
  AdminEnableUser: ({ Username }) => change(Username, { Enabled: true }),
};

/** Standard attributes and those of StackFlow, as DescribeUserPool shows them. */
const SCHEMA = [
  ...['sub', 'email', 'given_name', 'family_name'],
  ...['custom:tenant_id', 'custom:role', 'custom:department'],
].map((Name) => ({ Name, AttributeDataType: 'String', Mutable: true, Required: false }));

for (let row = 0; row < Number(process.argv[2]); row++) {
  const { email, tenantId, roles, givenName } = userOf(row);
  const attributes = {
    email,
    email_verified: 'true',
    'custom:tenant_id': tenantId,
    'custom:role': roles,
    given_name: givenName,
  };
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  OPERATIONS.AdminCreateUser({ Username: email, UserAttributes });
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const operation = request.headers['x-amz-target'].split('.')[1];
    const answer = OPERATIONS[operation]?.(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const type = operation === 'AdminCreateUser' ? 'UsernameExistsException' : 'UserNotFoundException';
    response.writeHead(answer === undefined ? 400 : 200, {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': randomUUID(),
    });
    response.end(JSON.stringify(answer ?? { __type: type, message: `cannot do ${operation}` }));
  });
});
// The bench counts the users between two commands, on a connection that it has kept meanwhile.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});

function change(name, values) {
  const user = byName.get(name);
  return user && Object.assign(user, values, { UserLastModifiedDate: now() }) && {};
}

/** Cognito's times are seconds with milliseconds. */
function now() {
  return Date.now() / 1000;
}
