import type { ClientSpec, PoolSpec } from '../../../../src/lib/pool-spec/schema.js';

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:f';
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/c';
const SCOPES = ['openid', 'email', 'profile', 'phone'];

/** A valid spec as Cognito would take it: with what its settings need, and without what it refuses. */
export function creatable(any: PoolSpec): PoolSpec {
  const spec = structuredClone(any);
  Object.assign(spec, { name: 'pool', region: 'us-east-1', tier: 'PLUS' });
  for (const texts of [spec.invitation, spec.verification, spec.mfa]) repairTexts(texts);
  // The sandbox does not model a password history.
  delete spec.passwordPolicy?.historySize;
  // 0 is the default of 7.
  if (spec.passwordPolicy?.temporaryPasswordValidityDays === 0) spec.passwordPolicy.temporaryPasswordValidityDays = 1;
  if (spec.firstAuthFactors?.length === 0) delete spec.firstAuthFactors;
  spec.verifyBeforeUpdate = spec.verifyBeforeUpdate?.filter((name) => spec.autoVerifiedAttributes?.includes(name));
  if (spec.email?.replyTo !== undefined) spec.email.replyTo = 'help@x.example';
  if (spec.email?.configurationSet !== undefined) spec.email.configurationSet = 'set';
  if (spec.sms?.region !== undefined) spec.sms.region = 'us-east-1';
  if (spec.sms?.endUserMessaging !== undefined) spec.sms.endUserMessaging.callerArn = ARN;
  if (spec.encryption !== undefined) spec.encryption = { keyType: 'CUSTOMER_MANAGED_KEY', kmsKeyArn: ARN };
  repairMfa(spec);
  repairTriggers(spec.triggers);
  if (spec.threatProtection?.mode === undefined || spec.threatProtection.mode === 'OFF') delete spec.threatProtection;
  spec.attributes = spec.attributes?.map(({ required, ...attribute }, index) => ({
    ...attribute,
    name: `attribute_${index}`,
    type: attribute.type ?? 'String',
  }));
  const { clientRegistration: registration } = spec;
  for (const key of ['grantTypes', 'openGrantTypes'] as const)
    if (registration?.[key] !== undefined) registration[key] = ['code'];
  if (registration?.scopes !== undefined) registration.scopes = ['openid'];
  repairDomain(spec);
  spec.clients = spec.clients?.map(repairedClient);
  return JSON.parse(JSON.stringify(spec)) as PoolSpec;
}

function repairTexts(texts: Record<string, unknown> | undefined): void {
  if (texts === undefined) return;
  for (const key of Object.keys(texts)) {
    if (texts[key] === undefined) continue;
    if (key.includes('Subject')) texts[key] = 'Subject';
    else if (key.includes('MessageByLink')) texts[key] = 'Follow {##this##}';
    else if (key.includes('Message')) texts[key] = '{username} {####}';
  }
}

function repairMfa(spec: PoolSpec): void {
  const { mfa } = spec;
  if (mfa === undefined) return;
  if (mfa.mode === undefined || mfa.mode === 'OFF') {
    spec.mfa = mfa.mode === undefined ? {} : { mode: mfa.mode };
    return;
  }
  if (mfa.sms !== true && mfa.email !== true) mfa.softwareToken = true;
  if (mfa.sms === true) spec.sms = { ...spec.sms, callerArn: 'arn:aws:iam::111122223333:role/sms' };
  else delete mfa.smsMessage;
  if (mfa.email === true) spec.email = { ...spec.email, sendingAccount: 'DEVELOPER', sourceArn: ARN };
  else [delete mfa.emailMessage, delete mfa.emailSubject];
}

function repairTriggers(triggers: PoolSpec['triggers']): void {
  if (triggers === undefined) return;
  const names = ['preTokenGeneration', 'customSmsSender', 'customEmailSender', 'inboundFederation'] as const;
  for (const name of names)
    if (triggers[name] === undefined) Object.assign(triggers, { [`${name}Version`]: undefined });
  triggers.kmsKeyArn = ARN;
}

function repairDomain(spec: PoolSpec): void {
  const { domain } = spec;
  if (domain?.domain === undefined) {
    delete spec.domain;
    delete spec.hostedUiCss;
  } else if (domain.certificateArn === undefined) {
    delete domain.securityPolicy;
    domain.domain = 'sign-in';
  } else Object.assign(domain, { domain: 'login.x.example', certificateArn: CERTIFICATE });
}

function repairedClient(any: ClientSpec, index: number): ClientSpec {
  const client = { ...any, name: `client${index}` };
  if (client.analytics?.applicationId !== undefined) client.analytics = { ...client.analytics, applicationId: 'a1' };
  client.oauthScopes = client.oauthScopes === undefined ? undefined : SCOPES.slice(0, client.oauthScopes.length + 1);
  if (client.authFlows !== undefined) client.authFlows = ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];
  for (const list of ['readAttributes', 'writeAttributes'] as const) {
    if (client[list] !== undefined) client[list] = ['email', 'name'];
  }
  if (client.oauth === true) Object.assign(client, { oauthFlows: ['code'], oauthScopes: SCOPES });
  if (client.oauthFlows?.some((flow) => flow !== 'client_credentials') && (client.callbackUrls ?? []).length === 0) {
    client.callbackUrls = ['https://x.example/callback'];
  }
  if (client.oauthFlows?.includes('client_credentials') || client.propagateUserContext) client.generateSecret = true;
  if (client.refreshTokenValiditySeconds !== undefined || client.accessTokenValiditySeconds !== undefined) {
    client.refreshTokenValiditySeconds = 10 * 86_400;
  }
  if (client.refreshTokenGraceSeconds !== undefined) client.refreshTokenRotation ??= true;
  return client;
}
