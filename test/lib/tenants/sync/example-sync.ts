import type { Context } from '../../../../src/lib/config/context.js';
import type { RunOptions } from '../../../../src/lib/runs/run.js';
import { syncOperation, type SyncInput } from '../../../../src/lib/tenants/sync/sync-operation.js';
import { source } from '../../input/source.js';
import type { Ran, RunPlace } from '../../runs/example-run.js';

export const TENANT = 'tenant_001';

const INPUT: SyncInput = {
  leavers: 'disable',
  maxLeavers: { percent: 100 },
  maxChanges: undefined,
  allowPrivileged: true,
  invite: false,
  isPlanned: false,
};

type Options = Partial<RunOptions> & {
  readonly context?: Partial<Context>;
  readonly interruptAfter?: number;
  readonly sync?: Partial<SyncInput>;
};

/** Brings the first tenant of a place in step with a roster, which is CSV. */
export async function sync(place: RunPlace, roster: string, { sync: input, ...options }: Options = {}): Promise<Ran> {
  const context = { tenant: TENANT, ...options.context };
  const operation = await syncOperation(place.directory(context), { ...INPUT, ...input });
  const open = () => Promise.resolve(source(roster));
  return place.run(operation, '', { input: { name: '/roster.csv', format: 'csv', open }, ...options, context });
}

/** A roster of people as CSV, by the columns of the first. */
export function rosterOf(people: readonly Readonly<Record<string, string>>[]): string {
  const columns = Object.keys(people[0] ?? {});
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = people.map((person) => columns.map((column) => cell(person[column] ?? '')).join(','));
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}

/** The people of the first tenant who are enabled, as rows of a roster. */
export function present(place: RunPlace): Record<string, string>[] {
  return Object.values(place.pool.users)
    .filter(({ attributes, enabled }) => attributes['custom:tenant_id'] === TENANT && enabled)
    .map(({ attributes }) => ({
      email: attributes.email ?? '',
      roles: attributes['custom:role'] ?? '',
      givenName: attributes.given_name ?? '',
      familyName: attributes.family_name ?? '',
    }));
}

/** What matters of the users of some tenants, by user name. */
export function snapshot(place: RunPlace, isWanted: (tenant: string | undefined) => boolean): Record<string, object> {
  const wanted = Object.values(place.pool.users).filter(({ attributes }) => isWanted(attributes['custom:tenant_id']));
  return Object.fromEntries(
    wanted.map(({ username, attributes, enabled, status }) => [
      username,
      structuredClone({ attributes, enabled, status }),
    ]),
  );
}
