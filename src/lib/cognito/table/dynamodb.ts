// On its own, so that a bundle holds only these commands of the SDK's client.
export { DynamoDBClient, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
