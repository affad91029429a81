/**
 * `node loop-with-sdk.js create|enable ENDPOINT POOL_ID FILE CONCURRENCY`: creates or enables the users of a file with the SDK
 * alone, several at once. Measured by `npm run bench`.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

import {
  AdminCreateUserCommand,
  AdminEnableUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

const [operation, endpoint, UserPoolId, file, concurrency] = process.argv.slice(2);
const client = new CognitoIdentityProviderClient({ endpoint, region: 'us-east-1' });
const lines = createInterface({ input: createReadStream(file) })[Symbol.asyncIterator]();
await lines.next();

const COMMANDS = {
  enable: ([email]) => new AdminEnableUserCommand({ UserPoolId, Username: email }),
  create: ([email, tenant, roles, givenName]) =>
    new AdminCreateUserCommand({
      UserPoolId,
      Username: email,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:tenant_id', Value: tenant },
        { Name: 'custom:role', Value: roles },
        { Name: 'given_name', Value: givenName },
      ],
    }),
};

async function work() {
  for (let { value } = await lines.next(); value !== undefined; { value } = await lines.next()) {
    await client.send(COMMANDS[operation](value.split(',')));
  }
}

await Promise.all(Array.from({ length: Number(concurrency) }, work));
