import { defined } from '../../../../model/defined.js';
import { epochSeconds, operation } from '../../../engine/operation.js';
import { ARN, CLIENT_ID, ONE_POOL } from '../../../engine/parameters.js';
import { invalidParameter } from '../../../engine/service-error.js';
import { boolean, list, required, string, structure } from '../../../engine/shape.js';
import { own, requireClient, requirePool } from '../../../state/lookup.js';
import type { PoolState } from '../../../state/state.js';
import { assertThreatProtection } from '../../users/auth-events.js';
import { EMAIL_SUBJECT } from '../pool-settings.js';

/** Instead of a client ID: all clients without a configuration of their own. */
const ALL = 'ALL';

const BODY = string({ min: 6, max: 20_000 });

const EMAIL = structure({ Subject: required(EMAIL_SUBJECT), HtmlBody: BODY, TextBody: BODY });

const ACTION = structure({
  Notify: required(boolean),
  EventAction: required(string({ oneOf: ['BLOCK', 'MFA_IF_CONFIGURED', 'MFA_REQUIRED', 'NO_ACTION'] })),
});

const IP_RANGES = list(string(), { max: 200 });

const SetRequest = structure({
  ...ONE_POOL,
  ClientId: CLIENT_ID,
  CompromisedCredentialsRiskConfiguration: structure({
    EventFilter: list(string({ oneOf: ['SIGN_IN', 'PASSWORD_CHANGE', 'SIGN_UP'] })),
    Actions: required(structure({ EventAction: required(string({ oneOf: ['BLOCK', 'NO_ACTION'] })) })),
  }),
  AccountTakeoverRiskConfiguration: structure({
    NotifyConfiguration: structure({
      From: string(),
      ReplyTo: string(),
      SourceArn: required(ARN),
      BlockEmail: EMAIL,
      NoActionEmail: EMAIL,
      MfaEmail: EMAIL,
    }),
    Actions: required(structure({ LowAction: ACTION, MediumAction: ACTION, HighAction: ACTION })),
  }),
  RiskExceptionConfiguration: structure({ BlockedIPRangeList: IP_RANGES, SkippedIPRangeList: IP_RANGES }),
});

/** Replaces the configuration of the pool, or of one client. The sandbox sees no risk, so it has no effect. */
export const SetRiskConfiguration = operation(SetRequest, ({ store, now }, input) => {
  const { UserPoolId, ClientId, ...settings } = input;
  return store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    if (ClientId !== undefined) requireClient(pool, ClientId);
    assertThreatProtection(UserPoolId, pool);
    checkActions(settings.AccountTakeoverRiskConfiguration);
    const configuration = { settings, modifiedAt: now().getTime() };
    pool.riskConfigurations = { ...pool.riskConfigurations, [ClientId ?? ALL]: configuration };
    return { RiskConfiguration: riskResponse(pool, UserPoolId, ClientId) };
  });
});

const DescribeRequest = structure({ ...ONE_POOL, ClientId: CLIENT_ID });

/** Undocumented: a client without a configuration of its own has none, and not that of the pool. */
export const DescribeRiskConfiguration = operation(DescribeRequest, async ({ store }, { UserPoolId, ClientId }) => {
  const pool = requirePool(await store.read(), UserPoolId);
  if (ClientId !== undefined) requireClient(pool, ClientId);
  assertThreatProtection(UserPoolId, pool);
  return { RiskConfiguration: riskResponse(pool, UserPoolId, ClientId) };
});

interface Takeover {
  readonly NotifyConfiguration?: object;
  readonly Actions: Readonly<Record<string, { readonly Notify: boolean } | undefined>>;
}

/** Documented: an action that notifies needs a NotifyConfiguration. The wording is the sandbox's. */
function checkActions(takeover: Takeover | undefined): void {
  const notifies = Object.values(takeover?.Actions ?? {}).some((action) => action?.Notify === true);
  if (notifies && takeover?.NotifyConfiguration === undefined) {
    throw invalidParameter('An action that notifies users needs a NotifyConfiguration.');
  }
}

/** `RiskConfigurationType` */
function riskResponse(
  { riskConfigurations = {} }: PoolState,
  UserPoolId: string,
  ClientId: string | undefined,
): object {
  const found = own(riskConfigurations, ClientId ?? ALL);
  return {
    UserPoolId,
    ...defined({ ClientId }),
    ...(found && { ...found.settings, LastModifiedDate: epochSeconds(found.modifiedAt) }),
  };
}
