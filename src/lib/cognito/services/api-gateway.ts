// On its own, so that a bundle holds only these commands of the SDK's client.
export { APIGatewayClient as Client, GetAuthorizersCommand } from '@aws-sdk/client-api-gateway';
