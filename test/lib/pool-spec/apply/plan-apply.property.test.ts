import { expect } from 'chai';
import fc from 'fast-check';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { setClient } from '../../../../src/lib/client/set-client.js';
import { CLIENT_SETTINGS } from '../../../../src/lib/client/settings/client-settings.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { AdminError, type ErrorCode } from '../../../../src/lib/errors.js';
import { POOL_SETTINGS } from '../../../../src/lib/pool/settings/pool-settings.js';
import { TRIGGERS } from '../../../../src/lib/pool/settings/trigger-settings.js';
import { writeSfAdmin } from '../../../../src/lib/pool-spec/dialects/sf-admin.js';
import { readLivePool } from '../../../../src/lib/pool-spec/live/live-pool.js';
import { specFromLive } from '../../../../src/lib/pool-spec/live/spec-from-live.js';
import type { PoolSpec } from '../../../../src/lib/pool-spec/schema.js';
import { yamlText } from '../../../../src/lib/pool-spec/yaml-text.js';
import { undoChange } from '../../../../src/lib/undo/undo-change.js';
import { AGREED } from '../../changes/agreement.js';
import { CLIENT_VALUES } from '../../client/settings/client-values.js';
import { askedForClient, describedClient, shownOfClient } from '../../client/settings/sandbox-client.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { POOL_VALUES, TRIGGER_VALUES } from '../../pool/settings/pool-values.js';
import { askedFor, described, moved, openPool, shown, trySet } from '../../pool/settings/sandbox-pool.js';
import { applyText, differing } from './apply-text.js';

/** Arbitrary pools and files: more with APPLY_RUNS=500. */
const RUNS = Number(process.env.APPLY_RUNS ?? 8);

const POOL = [...POOL_VALUES, ...TRIGGER_VALUES];

/** The members of the answers that a setting is in, by its subject and its name in a file. */
const MOVES = new Map<string, readonly string[]>([
  ...POOL.map(({ flag, moves }) => {
    const setting = TRIGGERS[flag] ?? POOL_SETTINGS.find((one) => one.flag === flag)!.setting;
    return [`user pool: ${setting.field}`, moves] as const;
  }),
  ...CLIENT_VALUES.map(({ flag, moves }) => {
    const { setting } = CLIENT_SETTINGS.find((one) => one.flag === flag)!;
    return [`app client stackflow-web: ${setting.field}`, moves.map((path) => `client:${path}`)] as const;
  }),
]);

type Edit = readonly [kind: 'pool' | 'client', flag: string, text: string];

const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .constantFrom(...POOL)
    .chain(({ flag, values }) => fc.constantFrom(...values).map((text): Edit => ['pool', flag, text])),
  fc
    .constantFrom(...CLIENT_VALUES)
    .chain(({ flag, values }) => fc.constantFrom(...values).map((text): Edit => ['client', flag, text])),
);

/** Makes edits, except for those that contradict other settings. */
async function edit(directory: Directory, edits: readonly Edit[]): Promise<void> {
  for (const [kind, flag, text] of edits) {
    // The app client is matched by its name.
    if (kind === 'client' && flag === 'name') continue;
    if (kind === 'pool') await trySet(directory, [askedFor(flag, text)]);
    else {
      await setClient(directory, [askedForClient(flag, text)])
        .then((change) => carryOut(directory, [change], AGREED))
        .catch(unless('SETTING_CONFLICT'));
    }
  }
}

function unless(...expected: readonly ErrorCode[]): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof AdminError && expected.includes(error.code)) return undefined;
    throw error;
  };
}

/** All answers about the pool and its app client, by path. */
async function everything(directory: Directory): Promise<ReadonlyMap<string, string>> {
  const client = [...(await describedClient(directory))].map(([path, value]) => [`client:${path}`, value] as const);
  return new Map([...(await described(directory)), ...client]);
}

/** Every setting as plans show it: a value can be written in several ways. */
async function meant(directory: Directory): Promise<readonly unknown[]> {
  return [...(await shown(directory)), ...(await shownOfClient(directory))];
}

/** A part of a spec: of each structure the members that `isKept` says. */
function part<T extends object>(spec: T, isKept: () => boolean): T {
  const kept = Object.entries(spec).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'name') return [[key, value]];
    if (key === 'clients') return [[key, (value as object[]).map((client) => part(client, isKept))]];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return isKept() ? [[key, value]] : [];
    const inner = part(value, isKept);
    return Object.keys(inner).length === 0 ? [] : [[key, inner]];
  });
  return Object.fromEntries(kept) as T;
}

async function specOf(directory: Directory): Promise<PoolSpec> {
  const { attributes: _, ...spec } = specFromLive(await readLivePool(directory)).spec;
  return spec;
}

describe('a file that is applied to an arbitrary pool', () => {
  const folder = temporaryFolder();

  for (const [what, keep] of [
    ['in whole', fc.constant([true])],
    ['in part', fc.array(fc.boolean(), { minLength: 40, maxLength: 40 })],
  ] as const) {
    it(`${what} leaves no difference, changes nothing else, is applied once, and can be undone`, () => {
      let applied = 0;
      return fc
        .assert(
          fc.asyncProperty(
            fc.array(anyEdit, { maxLength: 12 }),
            fc.array(anyEdit, { maxLength: 12 }),
            keep,
            async (here, there, kept) => {
              const [directory, other] = [openPool(folder.path('data')), openPool(folder.path('data'))];
              await edit(directory, here);
              await edit(other, there);
              let index = 0;
              const spec = part(await specOf(other), () => kept[index++ % kept.length] ?? true);
              const text = yamlText(writeSfAdmin(spec));

              const [before, settings] = [await everything(directory), await meant(directory)];
              const differences = await differing(directory, text).catch(unless('INVALID_POOL_FILE'));
              // A part may say too little to be valid.
              fc.pre(differences !== undefined);
              const outcomes = await applyText(directory, text).catch(unless('SETTING_CONFLICT', 'FIXED_SETTING'));
              const paths = moved(before, await everything(directory));
              if (outcomes === undefined) {
                expect(paths).to.deep.equal([]);
                return;
              }
              applied += outcomes.length;
              expect(outcomes.flatMap(({ error }) => error?.message ?? [])).to.deep.equal([]);
              const allowed = differences.flatMap((difference) => MOVES.get(difference) ?? []);
              expect(paths.filter((path) => !allowed.some((start) => path.startsWith(start)))).to.deep.equal([]);
              expect(await differing(directory, text)).to.deep.equal([]);
              expect(await applyText(directory, text)).to.deep.equal([]);

              for (const { recordId = '' } of outcomes.reverse()) {
                const change = await undoChange(directory, { id: recordId, force: false });
                const [undone] = await carryOut(directory, [change], AGREED);
                expect(undone?.error?.message).to.equal(undefined);
              }
              expect(await meant(directory)).to.deep.equal(settings);
            },
          ),
          { numRuns: RUNS },
        )
        .then(() => {
          expect(applied).to.be.greaterThan(RUNS / 2);
        });
    });
  }
});
