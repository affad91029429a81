import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import type { Outcome } from '../../../../src/lib/changes/outcome.js';
import type { AskedSetting } from '../../../../src/lib/changes/settings/set-settings.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { editablePool } from '../../../../src/lib/pool/editable-pool.js';
import { ALL_POOL_SETTINGS, setPool } from '../../../../src/lib/pool/set-pool.js';
import { mapChange, POOL_SETTINGS, TAGS } from '../../../../src/lib/pool/settings/pool-settings.js';
import { triggerChange, TRIGGERS } from '../../../../src/lib/pool/settings/trigger-settings.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import type { PoolState } from '../../../../src/lib/sandbox/state/state.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { AGREED } from '../../changes/agreement.js';
import { leaves } from '../../changes/settings/leaves.js';
import { MemoryStore } from '../../sandbox/memory-store.js';

/** The seeded pool with settings of every kind, and with a change. */
export function openPool(dataFolder: string, change: (pool: PoolState) => void = () => undefined): Directory {
  const state = seedState();
  const pool = state.pools[SANDBOX_POOL_ID]!;
  Object.assign(pool.settings, {
    DcrConfiguration: { EnableStatus: 'Enabled', AllowedScopes: ['openid'] },
    AcrConfiguration: { Acr1: { AcrValue: 'urn:one' } },
    // The old and the new name of one setting.
    EmailVerificationSubject: 'Old',
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE', EmailSubject: 'Old' },
    UserPoolTags: { team: 'identity', stage: 'test' },
  });
  pool.mfa = {
    ...pool.mfa,
    WebAuthnConfiguration: { RelyingPartyId: 'b.example', FactorConfiguration: 'SINGLE_FACTOR' },
  };
  change(pool);
  return openTestDirectory({ store: new MemoryStore(state), dataFolder });
}

/** What a flag of `pool set`, or `--trigger` with that name, asks for. */
export function askedFor(flag: string, text: string): AskedSetting {
  if (Object.hasOwn(TRIGGERS, flag)) return triggerChange(`${flag}=${text}`);
  const { setting, value, disruption } = POOL_SETTINGS.find((one) => one.flag === flag)!;
  return { setting, to: { value: value.parse(text, `--${flag}`) }, disruption };
}

/** What `--tag` and `--untag` ask for. */
export function tagged(set: readonly string[], removed: readonly string[] = []): AskedSetting[] {
  return mapChange(TAGS, { noun: 'tag', set, removed });
}

export async function set(directory: Directory, asked: readonly AskedSetting[], options = AGREED): Promise<Outcome> {
  const [outcome] = await carryOut(directory, [await setPool(directory, asked)], options);
  return outcome!;
}

/** The same, unless it would contradict other settings. */
export function trySet(directory: Directory, asked: readonly AskedSetting[]): Promise<Outcome | undefined> {
  return set(directory, asked).catch((error: unknown) => {
    if (!(error instanceof AdminError) || error.code !== 'SETTING_CONFLICT') throw error;
    return undefined;
  });
}

/** What Cognito answers about the pool, by path; the MFA settings after `mfa:`. */
export async function described({ cognito }: Directory): Promise<ReadonlyMap<string, string>> {
  const { UserPool } = await cognito.call('DescribeUserPool', {});
  const { $metadata: _, ...mfa } = await cognito.call('GetUserPoolMfaConfig', {});
  const { LastModifiedDate: __, ...pool } = UserPool!;
  return new Map([...leaves(pool), ...leaves(mfa).map(([path, value]) => [`mfa:${path}`, value] as const)]);
}

/** Every setting that can change, as plans show it. */
export async function shown(directory: Directory): Promise<[field: string, value: unknown][]> {
  const { settings } = await editablePool(directory).read();
  return ALL_POOL_SETTINGS.map(({ field, read }) => [field, read(settings)]);
}

/** The paths that differ. */
export function moved(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}
