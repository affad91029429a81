// On its own, so that a bundle holds only these commands of the SDK's client.
export { SecretsManagerClient as Client, DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
