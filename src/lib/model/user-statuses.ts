import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';

/** Cognito's UserStatusType (API reference). */
export const USER_STATUSES = [
  'UNCONFIRMED',
  'CONFIRMED',
  'ARCHIVED',
  'COMPROMISED',
  'UNKNOWN',
  'RESET_REQUIRED',
  'FORCE_CHANGE_PASSWORD',
  'EXTERNAL_PROVIDER',
] as const satisfies readonly UserStatusType[];
