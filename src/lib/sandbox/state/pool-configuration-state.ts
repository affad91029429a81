import type { LogConfigurationType, SetRiskConfigurationRequest } from '@aws-sdk/client-cognito-identity-provider';

/** What SetRiskConfiguration sets for a pool or one of its clients. */
export interface RiskState {
  readonly settings: Omit<SetRiskConfigurationRequest, 'UserPoolId' | 'ClientId'>;
  readonly modifiedAt: number;
}

/** Where a pool's logs would go. */
export type LogDeliveryState = LogConfigurationType[];
