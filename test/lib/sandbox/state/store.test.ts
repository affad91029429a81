import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { AdminError } from '../../../../src/lib/errors.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import type { SandboxState } from '../../../../src/lib/sandbox/state/state.js';
import { FileStore, type SandboxStore } from '../../../../src/lib/sandbox/state/store.js';
import { START } from '../harness.js';
import { MemoryStore } from '../memory-store.js';
import { withFolder } from '../temporary-folder.js';

function nameOf(state: SandboxState): string | undefined {
  return state.pools[SANDBOX_POOL_ID]?.settings.Name;
}

function rename(store: SandboxStore, name: string): Promise<void> {
  return store.update((state) => {
    state.pools[SANDBOX_POOL_ID]!.settings.Name = name;
  });
}

function withFile<T>(use: (file: string) => Promise<T>): Promise<T> {
  return withFolder((folder) => use(join(folder, 'data', 'sandbox.json')));
}

async function failureOf(promise: Promise<unknown>): Promise<AdminError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AdminError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

const kinds: [string, (use: (store: SandboxStore) => Promise<void>) => Promise<void>][] = [
  ['in memory', (use) => use(new MemoryStore(seedState()))],
  ['in a file', (use) => withFile((file) => use(new FileStore(file)))],
];

for (const [where, withStore] of kinds) {
  describe(`a sandbox store ${where}`, () => {
    it('returns what the update returns, and saves the change', () =>
      withStore(async (store) => {
        expect(await store.update((state) => nameOf(state))).to.equal('stackflow-sandbox');
        await rename(store, 'changed');
        expect(nameOf(await store.read())).to.equal('changed');
      }));

    it('saves nothing of an update that throws, and throws the same error', () =>
      withStore(async (store) => {
        const before = structuredClone(await store.read());
        const thrown = new Error('half-way');
        const failed = store.update(async (state) => {
          state.pools[SANDBOX_POOL_ID]!.settings.Name = 'half-way';
          const { users } = state.pools[SANDBOX_POOL_ID]!;
          Reflect.deleteProperty(users, Object.keys(users)[0]!);
          await Promise.resolve();
          throw thrown;
        });
        expect(await failed.catch((error: unknown) => error)).to.equal(thrown);
        expect(await store.read()).to.deep.equal(before);
      }));

    it('runs concurrent updates one after another, and fails only those that throw', () =>
      withStore(async (store) => {
        const results = await Promise.allSettled(
          Array.from({ length: 30 }, (_, index) =>
            store.update(async (state) => {
              const pool = state.pools[SANDBOX_POOL_ID]!;
              const before = pool.identityProviders.length;
              pool.identityProviders.push(`P${index}`);
              await Promise.resolve();
              if (index % 10 === 3) throw new Error(`no ${index}`);
              return before;
            }),
          ),
        );
        const kept = results.filter(({ status }) => status === 'fulfilled');
        expect(kept).to.have.length(27);
        // Each update saw all earlier ones, and nothing of those that failed.
        const seen = kept.map((result) => (result.status === 'fulfilled' ? result.value : -1));
        expect(seen).to.deep.equal(Array.from({ length: 27 }, (_, index) => index + 1));
        const { identityProviders } = (await store.read()).pools[SANDBOX_POOL_ID]!;
        expect(identityProviders).to.have.length(28);
        expect(identityProviders).to.not.include('P3');
      }));
  });
}

describe('a sandbox state file', () => {
  it('is created from the seed by the first change, private to the owner', () =>
    withFile(async (file) => {
      const store = new FileStore(file, () => seedState({ users: 3, now: START }));
      await rename(store, 'changed');
      const expected = seedState({ users: 3, now: START });
      expected.pools[SANDBOX_POOL_ID]!.settings.Name = 'changed';
      expect(await new FileStore(file).read()).to.deep.equal(expected);
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
      expect((await stat(join(file, '..'))).mode & 0o777).to.equal(0o700);
      expect(await readdir(join(file, '..'))).to.deep.equal(['sandbox.json']);
    }));

  it('is not created by a read, or by an update that changes nothing or throws: the state is the seed', () =>
    withFile(async (file) => {
      const store = new FileStore(file, () => seedState({ users: 3 }));
      const state = structuredClone(await store.read());
      await store.update((draft) => nameOf(draft));
      await store
        .update((draft) => {
          draft.pools[SANDBOX_POOL_ID]!.settings.Name = 'half-way';
          throw new Error('half-way');
        })
        .catch(() => undefined);
      expect(await store.read()).to.deep.equal(state);
      expect(await readdir(join(file, '..'))).to.deep.equal([]);
    }));

  it('keeps its mode when it is replaced', () =>
    withFile(async (file) => {
      const store = new FileStore(file);
      await rename(store, 'first');
      await rename(store, 'changed');
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
    }));

  it('is visible to another store at once', () =>
    withFile(async (file) => {
      const [one, other] = [new FileStore(file), new FileStore(file)];
      await one.read();
      await other.read();
      await rename(one, 'by one');
      expect(nameOf(await other.read())).to.equal('by one');
      await rename(other, 'by the other');
      expect(nameOf(await one.read())).to.equal('by the other');
    }));

  it('keeps every change of stores that write at the same time', () =>
    withFile(async (file) => {
      const stores = Array.from({ length: 8 }, () => new FileStore(file));
      const add = (store: FileStore, name: string) =>
        store.update((state) => void state.pools[SANDBOX_POOL_ID]!.identityProviders.push(name));
      await Promise.all(stores.flatMap((store, one) => [0, 1, 2].map((two) => add(store, `P${one}.${two}`))));
      const { identityProviders } = (await new FileStore(file).read()).pools[SANDBOX_POOL_ID]!;
      expect(new Set(identityProviders).size).to.equal(25);
    }));

  it('is written once for all updates that wait for the lock', () =>
    withFile(async (file) => {
      const store = new FileStore(file);
      await store.read();
      const versions = new Set<bigint>();
      await Promise.all(
        Array.from({ length: 50 }, async (_, index) => {
          await rename(store, `name ${index}`);
          versions.add((await stat(file, { bigint: true })).mtimeNs);
        }),
      );
      expect(versions.size).to.be.at.most(2);
      expect(nameOf(await store.read())).to.equal('name 49');
    }));

  it('is not written by an update that changes nothing', () =>
    withFile(async (file) => {
      const store = new FileStore(file);
      await rename(store, 'changed');
      const before = await stat(file, { bigint: true });
      await store.update((state) => nameOf(state));
      expect((await stat(file, { bigint: true })).ino).to.equal(before.ino);
    }));

  it('reads the same, before it is written, in every process of a day', () =>
    withFile(async (file) => {
      const created = async () => (await new FileStore(file).read()).pools[SANDBOX_POOL_ID]!.createdAt;
      expect([await created(), (await created()) % 86_400_000]).to.deep.equal([await created(), 0]);
    }));

  it('is recreated if it is removed while in use', () =>
    withFile(async (file) => {
      const store = new FileStore(file);
      await rename(store, 'changed');
      await rm(file);
      expect(nameOf(await store.read())).to.equal('stackflow-sandbox');
    }));

  it('recovers from the lock of a killed process', () =>
    withFile(async (file) => {
      await mkdir(`${file}.lock`, { recursive: true });
      const longAgo = new Date(Date.now() - 60_000);
      await utimes(`${file}.lock`, longAgo, longAgo);
      const store = new FileStore(file);
      await rename(store, 'recovered');
      expect(nameOf(await store.read())).to.equal('recovered');
    }));

  const hint = 'Recreate it with: sf-admin sandbox reset';
  for (const [what, content, why] of [
    ['is not JSON', '{"version":1,', 'is not valid JSON'],
    ['is empty', '', 'is not valid JSON'],
    ['is other JSON', '[]', 'is not a sandbox state'],
    ['has an invalid pool', '{"version":1,"pools":{"us-east-1_x":{}}}', 'is not a sandbox state'],
    ['has another version', '{"version":99,"pools":{}}', 'was written by another version of sf-admin'],
  ] as const) {
    it(`that ${what} is refused with a hint, and not changed`, () =>
      withFile(async (file) => {
        await mkdir(join(file, '..'), { recursive: true });
        await writeFile(file, content);
        const store = new FileStore(file);
        const message = `the sandbox state ${file} ${why}`;
        for (const attempt of [() => store.read(), () => rename(store, 'x')]) {
          expect(await failureOf(attempt())).to.include({ code: 'SANDBOX_STATE', message, hint });
        }
        expect(await readFile(file, 'utf8')).to.equal(content);
      }));
  }

  it('that cannot be parsed can be replaced', () =>
    withFile(async (file) => {
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(file, 'broken');
      const store = new FileStore(file);
      await store.replace(seedState({ users: 2, now: START }));
      expect(await store.read()).to.deep.equal(seedState({ users: 2, now: START }));
    }));

  it('that is a folder is reported as unreadable', () =>
    withFolder(async (folder) => {
      const error = await failureOf(new FileStore(folder).read());
      expect([error.code, error.message]).to.deep.equal([
        'SANDBOX_STATE',
        `cannot read the sandbox state ${folder}: it is a folder`,
      ]);
    }));

  it('fails every waiting update if its folder cannot be created', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      const parent = join(folder, 'file');
      const store = new FileStore(join(parent, 'sandbox.json'));
      const errors = await Promise.all([failureOf(rename(store, 'a')), failureOf(rename(store, 'b'))]);
      for (const error of errors) {
        expect(error.code).to.equal('DATA_FOLDER');
        // Which of the two the system says depends on how far the other update has come.
        expect(error.message.replace(parent, 'PARENT')).to.be.oneOf([
          'cannot write to PARENT: there is already a file with its name',
          'cannot write to PARENT: a part of its path is not a folder',
        ]);
      }
    }));

  it('is not overwritten if another process replaced it', () =>
    withFile(async (file) => {
      const store = new FileStore(file);
      await rename(store, 'first');
      const failed = store.update(async (state) => {
        state.pools[SANDBOX_POOL_ID]!.settings.Name = 'mine';
        const theirs = structuredClone(seedState());
        theirs.pools[SANDBOX_POOL_ID]!.settings.Name = 'theirs';
        await writeFile(file, JSON.stringify(theirs));
      });
      expect(await failed.catch((error: unknown) => (error as Error).name)).to.equal('InternalErrorException');
      expect(nameOf(await store.read())).to.equal('theirs');
    }));
});
