// On its own, so that a bundle holds only these commands of the SDK's client.
export { IAMClient as Client, GetRoleCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
