import { createHmac } from 'node:crypto';
import { request } from 'node:http';

/**
 * Signs a user in like an application: InitiateAuth with a password, over HTTP, without an SDK.
 *
 * @param {{ url: string, clientId: string, secret: string }} client
 * @returns {Promise<string>} `signed in`; the name of the challenge; or the error's name and message
 */
export async function signIn(client, username, password) {
  const { AuthenticationResult, ChallengeName, __type, message } = await post(client.url, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: client.clientId,
    AuthParameters: {
      USERNAME: username,
      PASSWORD: password,
      SECRET_HASH: secretHash(client, username),
    },
  });
  if (AuthenticationResult?.AccessToken !== undefined) return 'signed in';
  return ChallengeName ?? `${__type}: ${message}`;
}

/** Proves that the app client has the secret (Cognito developer guide, "Computing secret hash values"). */
function secretHash({ clientId, secret }, username) {
  return createHmac('sha256', secret)
    .update(username + clientId)
    .digest('base64');
}

function post(url, operation, input) {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    };
    const sent = request(url, { method: 'POST', headers }, async (response) => {
      try {
        let text = '';
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
        resolve(JSON.parse(text));
      } catch (error) {
        reject(error);
      }
    });
    sent.on('error', reject).end(JSON.stringify(input));
  });
}
