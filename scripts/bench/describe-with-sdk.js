// Measured by `npm run bench`: one call with the SDK alone, printed as JSON.
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
const [endpoint, UserPoolId, ClientId] = process.argv.slice(2);
const cognito = new CognitoIdentityProvider({ endpoint, region: 'us-east-1' });
const { UserPoolClient } = await cognito.describeUserPoolClient({ UserPoolId, ClientId });
console.log(JSON.stringify(UserPoolClient, null, 2));
