import type { Archive } from '../../../../src/lib/backups/archive/archive.js';
import { writeTenantArchive } from '../../../../src/lib/backups/archive/tenant-archive.js';
import type { ArchivedPerson } from '../../../../src/lib/backups/offboard/change-archived.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../../../../src/lib/sandbox/state/memory-store.js';
import type { PoolState, UserState } from '../../../../src/lib/sandbox/state/state.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { temporaryFolder } from '../../config/temporary-folder.js';

export const ANA = 'ana.silva@tenant-one.example';
export const BEN = 'ben.carter@tenant-one.example';
export const CHLOE = 'chloe.dubois@tenant-one.example';
export const GRACE_DISABLED = 'grace.kim@tenant-one.example';
export const LIAM_OTHER = 'liam.obrien@tenant-two.example';

/** The archive of the first tenant of a sandbox, which has 8 people, one of them disabled. */
export interface ArchivedTenant {
  readonly archive: Archive;
  readonly directory: () => Directory;
  readonly edit: (email: string, change: (user: UserState, pool: PoolState) => void) => Promise<void>;
  readonly person: (email: string) => Promise<ArchivedPerson>;
}

/** Archives a tenant before each test. */
export function ownArchivedTenant(): () => ArchivedTenant {
  const temporary = temporaryFolder();
  let own: ArchivedTenant;
  beforeEach(async () => {
    const store = new MemoryStore(seedState());
    const directory = () => openTestDirectory({ store, tenant: 'tenant_001' });
    const of = ({ users }: PoolState, email: string) =>
      Object.values(users).find(({ attributes }) => attributes.email === email)!;
    own = {
      archive: await writeTenantArchive(directory(), temporary.path('archive')).run(),
      directory,
      edit: (email, change) =>
        store.update(({ pools }) => {
          const pool = pools[SANDBOX_POOL_ID]!;
          change(of(pool, email), pool);
        }),
      person: async (email) => {
        const { username, attributes } = of((await store.read()).pools[SANDBOX_POOL_ID]!, email);
        return { username, sub: attributes.sub ?? null, email, tenantId: 'tenant_001' };
      },
    };
  });
  return () => own;
}

export const moveTo = (tenant: string) => (user: UserState) => {
  user.attributes['custom:tenant_id'] = tenant;
};

export const disable = (user: UserState) => {
  user.enabled = false;
};

export const remove = ({ username }: UserState, { users }: PoolState) => {
  Reflect.deleteProperty(users, username);
};
