// On its own, so that a bundle holds only these commands of the SDK's client.
export { SNSClient as Client, GetTopicAttributesCommand } from '@aws-sdk/client-sns';
