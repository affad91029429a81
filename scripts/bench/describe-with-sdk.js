// What somebody would write without sf-admin: the SDK, one call, the answer as JSON. `npm run bench` measures it.
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
const [endpoint, UserPoolId, ClientId] = process.argv.slice(2);
const cognito = new CognitoIdentityProvider({ endpoint, region: 'us-east-1' });
const { UserPoolClient } = await cognito.describeUserPoolClient({ UserPoolId, ClientId });
console.log(JSON.stringify(UserPoolClient, null, 2));
