// On its own, so that a bundle holds only these commands of the SDK's client.
export { SESv2Client as Client, GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
