// On its own, so that a bundle holds only these commands of the SDK's client.
export { STSClient as Client, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
