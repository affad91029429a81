// On its own, so that a bundle holds only these commands of the SDK's client.
export {
  LambdaClient as Client,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  ListProvisionedConcurrencyConfigsCommand,
} from '@aws-sdk/client-lambda';
