// Measured by `npm run bench`: creates users with the SDK alone, several at once.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

import { AdminCreateUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

const [endpoint, UserPoolId, file, concurrency] = process.argv.slice(2);
const client = new CognitoIdentityProviderClient({ endpoint, region: 'us-east-1' });
const lines = createInterface({ input: createReadStream(file) })[Symbol.asyncIterator]();
await lines.next();

async function work() {
  for (let { value } = await lines.next(); value !== undefined; { value } = await lines.next()) {
    const [email, tenant, roles, givenName] = value.split(',');
    await client.send(
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
    );
  }
}

await Promise.all(Array.from({ length: Number(concurrency) }, work));
