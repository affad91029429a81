// On its own, so that a bundle holds only these commands of the SDK's client.
export {
  EventBridgeClient as Client,
  DescribeRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
