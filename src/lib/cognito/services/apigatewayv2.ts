// On its own, so that a bundle holds only these commands of the SDK's client.
export { ApiGatewayV2Client as Client, GetAuthorizersCommand } from '@aws-sdk/client-apigatewayv2';
