import type { AskedSetting } from '../../../../src/lib/changes/settings/set-settings.js';
import { editableClient } from '../../../../src/lib/client/editable-client.js';
import { ALL_CLIENT_SETTINGS } from '../../../../src/lib/client/set-client.js';
import { CLIENT_SETTINGS } from '../../../../src/lib/client/settings/client-settings.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { leaves } from '../../changes/settings/leaves.js';
import { MemoryStore } from '../../sandbox/memory-store.js';

/** The seeded client with settings that sf-admin has no flag for. */
export function openClient(dataFolder: string): Directory {
  const state = seedState();
  const { settings } = state.pools[SANDBOX_POOL_ID]!.clients[SANDBOX_CLIENT_ID]!;
  Object.assign(settings, { AnalyticsConfiguration: { ApplicationId: 'a', UserDataShared: true } });
  return openTestDirectory({ store: new MemoryStore(state), dataFolder });
}

/** What a flag of `client set` asks for. */
export function askedForClient(flag: string, text: string): AskedSetting {
  const { setting, value, disruption } = CLIENT_SETTINGS.find((one) => one.flag === flag)!;
  return { setting, to: { value: value.parse(text, `--${flag}`) }, disruption };
}

/** What Cognito answers about the client, by path. */
export async function describedClient({ cognito }: Directory): Promise<ReadonlyMap<string, string>> {
  const { UserPoolClient } = await cognito.call('DescribeUserPoolClient', { ClientId: SANDBOX_CLIENT_ID });
  const { LastModifiedDate: _, ...client } = UserPoolClient!;
  return new Map(leaves(client));
}

/** Every setting that can change, as plans show it. */
export async function shownOfClient(directory: Directory): Promise<[field: string, value: unknown][]> {
  const { settings } = await editableClient(directory).read();
  return ALL_CLIENT_SETTINGS.map(({ field, read }) => [field, read(settings)]);
}
