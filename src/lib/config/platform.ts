/**
 * Names of what the platform needs around the user pool; `pool requirements` looks whether it is there, and `pool check`
 * whether the pool uses the domain and the sender.
 */
export interface Platform {
  /** The hosted UI's domain: its prefix, or the full name of a custom one. Left out: any domain of the pool. */
  readonly domain?: string;
  /** Functions of the pool's triggers. For pre sign-up, any function if it is left out. */
  readonly preSignUpFunction?: string;
  readonly preTokenFunction: string;
  readonly postConfirmationFunction: string;
  /** The DynamoDB table that the post-confirmation function writes to. */
  readonly profileTable: string;
  /** The address that invitations are sent from. */
  readonly sender: string;
  /** The API that the authorizer is attached to, of API Gateway's REST or HTTP kind. */
  readonly apiId: string;
  readonly authorizer: string;
  /** The secret with the app client's secret, and the role that reads it: a name or an ARN. */
  readonly clientSecret: string;
  readonly clientSecretRole: string;
  /** The EventBridge rule that keeps functions warm, and the most minutes between two of its events. */
  readonly warmerRule: string;
  readonly warmerMinutes: number;
  /** The SNS topic that gets authentication events. */
  readonly securityTopic: string;
}

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
export function platformOf({ platform }: { readonly platform?: Partial<Platform> }): Platform {
  return { ...DEFAULT_PLATFORM, ...platform };
}

/**
 * The identities of SES that let an address send: itself, its domain, and the domains above, since a verified domain covers
 * those below it (SES developer guide, "Verified identities").
 */
export function senderIdentities(address: string): string[] {
  const labels = address.replace(/^.*@/, '').split('.');
  // A top-level domain is nobody's to verify.
  const domains = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  return [address, ...domains];
}
