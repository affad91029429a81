import { operation } from '../../engine/operation.js';
import { ONE_POOL } from '../../engine/parameters.js';
import { invalidParameter, ServiceError } from '../../engine/service-error.js';
import { structure } from '../../engine/shape.js';
import { assertNoImport, requirePool } from '../../state/lookup.js';
import type { PoolSettings, PoolState } from '../../state/state.js';
import { CLIENT_NAME } from './client-settings.js';
import { mfaAfterUpdate } from './mfa-config.js';
import { checkPoolSettings, POOL_SETTINGS, poolSettingsFrom } from './pool-settings.js';

const Request = structure({ ...POOL_SETTINGS, ...ONE_POOL, PoolName: CLIENT_NAME });

/** Members of a description that the operation does not have. The service ignores unknown members. */
const IGNORED = [
  ...['Id', 'Name', 'Arn', 'Status', 'CreationDate', 'LastModifiedDate', 'SchemaAttributes', 'EstimatedNumberOfUsers'],
  ...['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration', 'Domain', 'CustomDomain'],
  ...['SmsConfigurationFailure', 'EmailConfigurationFailure'],
];

/**
 * What an update keeps if the request does not have it: what is fixed at creation, what other operations set, and
 * DcrConfiguration, which is documented to be kept. Undocumented for the rest: Cognito refuses another value.
 */
const KEPT = [
  ...['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration', 'Domain', 'CustomDomain'],
  ...['DcrConfiguration', 'KeyConfiguration', 'IssuerConfiguration'],
];

/** Replaces all settings: whatever the request leaves out goes back to its default. */
export const UpdateUserPool = operation(Request, ({ store, now }, input) => {
  const { UserPoolId, PoolName, ...rest } = input;
  const given: PoolSettings = pick(rest, (name) => !IGNORED.includes(name));
  return store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    checkPoolSettings(given);
    assertNoImport(pool);
    checkTierChange(pool, given);
    // Observed: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1176
    if (given.MfaConfiguration === 'ON' && pool.settings.MfaConfiguration !== 'ON') {
      throw invalidParameter('Cannot turn MFA functionality ON, once the user pool has been created.');
    }
    const kept: PoolSettings = pick(pool.settings, (name) => KEPT.includes(name));
    // A pool always has a name. Undocumented: kept if the request has none.
    const settings = poolSettingsFrom({ ...kept, ...given, Name: PoolName ?? pool.settings.Name });
    pool.mfa = mfaAfterUpdate(pool.mfa, settings);
    pool.settings = settings;
    pool.modifiedAt = now().getTime();
    return {};
  });
});

/**
 * Documented: a change of the feature plan that is not permitted has an error of its own. Undocumented: when. Here it is
 * the Lite tier for a pool with managed login, which needs the Essentials tier.
 */
function checkTierChange({ domains = {} }: PoolState, { UserPoolTier }: PoolSettings): void {
  if (UserPoolTier !== 'LITE') return;
  if (Object.values(domains).every(({ managedLoginVersion }) => managedLoginVersion === 1)) return;
  const message = 'A user pool with managed login cannot have the Lite tier.';
  throw new ServiceError('TierChangeNotAllowedException', message);
}

function pick(settings: object, isWanted: (name: string) => boolean): PoolSettings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => isWanted(name)));
}
