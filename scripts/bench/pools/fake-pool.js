/**
 * `node fake-pool.js USERS`: answers ListUsers like Cognito for a pool of USERS generated users, in pages of 60 with
 * opaque tokens of about 1 KB, and what a check asks about single users. Prints its URL when it is ready. It stores no user,
 * so a large pool costs no more memory.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const PAGE = 60;
const users = Number(process.argv[2]);

const GROUPS = ['operators', 'auditors'];

/** Of so many users, one has a privileged role. Every second of those has a passkey, and none another second factor. */
const PRIVILEGED = 1_000;

const OPERATIONS = {
  DescribeUserPool: ({ UserPoolId }) => ({ UserPool: { Id: UserPoolId, EstimatedNumberOfUsers: users } }),
  ListUsers: ({ PaginationToken }) => {
    const start = PaginationToken === undefined ? 0 : startOf(PaginationToken);
    const end = Math.min(start + PAGE, users);
    return {
      Users: Array.from({ length: end - start }, (_, index) => user(start + index)),
      ...(end < users ? { PaginationToken: tokenOf(end) } : {}),
    };
  },
  ListGroups: () => ({ Groups: GROUPS.map((GroupName) => ({ GroupName })) }),
  // A quarter of the users is in each group.
  ListUsersInGroup: ({ GroupName, NextToken }) => {
    const first = GROUPS.indexOf(GroupName);
    const start = NextToken === undefined ? first : startOf(NextToken);
    const numbers = Array.from({ length: PAGE }, (_, index) => start + 4 * index).filter((number) => number < users);
    const next = start + 4 * PAGE;
    return { Users: numbers.map(user), ...(next < users ? { NextToken: tokenOf(next) } : {}) };
  },
  GetUserPoolMfaConfig: () => ({ MfaConfiguration: 'OFF' }),
  ListUserPoolClients: () => ({ UserPoolClients: [] }),
  AdminGetUser: ({ Username }) => {
    const { Attributes: UserAttributes, ...rest } = user(numberOf(Username));
    return { ...rest, UserAttributes };
  },
  AdminGetUserAuthFactors: ({ Username }) => ({
    Username,
    ConfiguredUserAuthFactors: numberOf(Username) % (2 * PRIVILEGED) === 0 ? ['PASSWORD', 'WEB_AUTHN'] : ['PASSWORD'],
  }),
};

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const operation = request.headers['x-amz-target'].split('.')[1];
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    const answer = OPERATIONS[operation] ?? refused;
    if (answer === refused) response.statusCode = 400;
    response.end(JSON.stringify(answer(JSON.parse(Buffer.concat(chunks).toString('utf8')))));
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});

/** What a command can do without. */
function refused() {
  return { __type: 'AccessDeniedException', message: 'the generated pool does not answer this' };
}

/** Tokens have nothing in common with each other, like Cognito's, which are encrypted. */
function tokenOf(start) {
  const noise = Array.from({ length: 16 }, (_, part) =>
    createHash('sha512').update(`${start} ${part}`).digest('base64url'),
  );
  return `${start}.${noise.join('')}`.slice(0, 1_024);
}

function startOf(token) {
  return Number(token.slice(0, token.indexOf('.')));
}

/** The number of the user with a `sub`, which starts with it. */
function numberOf(sub) {
  return Number.parseInt(sub.slice(0, 8), 16);
}

function user(number) {
  const id = `${number.toString(16).padStart(8, '0')}${createHash('sha256').update(String(number)).digest('hex').slice(8)}`;
  const sub = [8, 4, 4, 4, 12].map((length, part) => id.slice(part * 8, part * 8 + length)).join('-');
  const attributes = {
    sub,
    email: `user.${number}@tenant-one.example`,
    email_verified: 'true',
    given_name: `Given${number}`,
    family_name: `Family${number}`,
    locale: 'en-GB',
    'custom:tenant_id': 'tenant_001',
    'custom:role': number % PRIVILEGED === 0 ? 'super_admin' : 'itsm_agent',
    'custom:department': 'dept_it',
    'custom:employee_no': `E${number}`,
  };
  return {
    Username: sub,
    Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    UserCreateDate: 1_767_225_600 + number,
    UserLastModifiedDate: 1_767_225_600 + number,
    Enabled: true,
    UserStatus: 'CONFIRMED',
  };
}
