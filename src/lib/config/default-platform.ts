import type { Platform } from '../model/platform.js';
import type { Context } from './context.js';

/** StackFlow's names (docs/configuration.md, "Platform"). */
export const DEFAULT_PLATFORM: Platform = {
  preTokenFunction: 'StackFlowCognitoPreToken',
  postConfirmationFunction: 'StackFlowCognitoPostConfirm',
  profileTable: 'StackFlow_User',
  sender: 'no-reply@stackflow-tech.com',
  apiId: 'uazcuhdus2',
  authorizer: 'StackFlowAuth',
  clientSecret: 'stackflow/cognito-client-secret',
  clientSecretRole: 'StackFlowAPIRole',
  warmerRule: 'StackFlowCacheWarmer',
  warmerMinutes: 4,
  securityTopic: 'stackflow-security-findings',
};

/** The names of a context, with StackFlow's for each that it leaves out. */
export function platformOf({ platform }: Pick<Context, 'platform'>): Platform {
  return { ...DEFAULT_PLATFORM, ...platform };
}
