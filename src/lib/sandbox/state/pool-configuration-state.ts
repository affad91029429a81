import type { LogConfigurationType, SetRiskConfigurationRequest } from '@aws-sdk/client-cognito-identity-provider';

/** What SetRiskConfiguration sets for a pool or one of its clients. */
export interface RiskState {
  readonly settings: Omit<SetRiskConfigurationRequest, 'UserPoolId' | 'ClientId'>;
  readonly modifiedAt: number;
}

/** Where a pool's logs would go. */
export type LogDeliveryState = LogConfigurationType[];

/** The details of a domain. */
export interface DomainState {
  readonly managedLoginVersion: number;
  /** The next three of a custom domain only. */
  readonly certificateArn?: string;
  readonly cloudFront?: string;
  readonly securityPolicy?: string;
  readonly routing?: object;
}

/** A secondary replica of a pool. */
export interface ReplicaState {
  readonly status: 'ACTIVE' | 'INACTIVE';
}

/** The style of a domain's pages. */
export interface UiState {
  readonly css: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
