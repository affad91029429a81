import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startRun } from '../../../src/lib/runs/start-run.js';
import type { RowOutcome, RunOptions, RunResult, StartedRun } from '../../../src/lib/runs/run.js';
import type { RowOperation } from '../../../src/lib/runs/operations/row-operation.js';
import { onEachUser } from '../../../src/lib/runs/operations/change-users.js';
import type { Context } from '../../../src/lib/config/context.js';
import type { Directory } from '../../../src/lib/directory.js';
import { recordStart } from '../../../src/lib/history/history.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { passwordMatches } from '../../../src/lib/sandbox/sign-in/password.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import type { PoolState, UserState } from '../../../src/lib/sandbox/state/state.js';
import { deleteUser } from '../../../src/lib/users/changes/delete-user.js';
import { disableUser } from '../../../src/lib/users/changes/disable-user.js';
import { resendInvite } from '../../../src/lib/users/passwords/resend-invite.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { readHistory } from '../../helpers/read-history.js';
import { source } from '../input/source.js';

export const DISABLE: RowOperation = onEachUser({
  operation: 'users.disable',
  intent: { signOut: false },
  plan: (directory, user) => disableUser(directory, { user, signOut: false }),
  recovery: { kind: 'look' },
});

export const RESEND: RowOperation = onEachUser({
  operation: 'users.resend-invite',
  intent: {},
  plan: (directory, user) => resendInvite(directory, { user }),
  recovery: { kind: 'look' },
});

export const DELETE: RowOperation = onEachUser({
  operation: 'users.delete',
  intent: {},
  plan: (directory, user) => deleteUser(directory, { user }),
  recovery: { kind: 'look', isDone: ({ code }) => code === 'USER_NOT_FOUND' },
});

type Options = Partial<RunOptions> & {
  readonly context?: Partial<Context>;
  /** The number of rows after which the run is interrupted. */
  readonly interruptAfter?: number;
  /** Reads the outcomes. Default: all of them. */
  readonly use?: (run: StartedRun) => Promise<void>;
};

/** The result of a run, with the outcomes, warnings and other texts that it produced. */
export interface Ran extends RunResult {
  readonly outcomes: readonly RowOutcome[];
  readonly warnings: readonly string[];
  readonly shown: readonly string[];
}

/** A seeded pool in memory and a temporary data folder. */
export class RunPlace {
  readonly #state = seedState();

  private constructor(readonly folder: string) {}

  static async make(): Promise<RunPlace> {
    return new RunPlace(await mkdtemp(join(tmpdir(), 'sf-admin-run-')));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  get pool(): PoolState {
    return this.#state.pools[SANDBOX_POOL_ID]!;
  }

  user(email: string): UserState | undefined {
    return Object.values(this.pool.users).find(({ attributes }) => attributes.email === email);
  }

  /** Whether the user has this password. */
  async hasPassword(email: string, password: string): Promise<boolean> {
    const kept = this.user(email)?.password;
    return kept !== undefined && (await passwordMatches(password, kept));
  }

  /** Deletes a user without sf-admin. */
  lose(email: string): void {
    Reflect.deleteProperty(this.pool.users, this.user(email)?.username ?? '');
  }

  directory(context: Partial<Context> = {}): Directory {
    const dataFolder = this.path('data');
    return openTestDirectory({ store: new MemoryStore(this.#state), dataFolder, context });
  }

  /** Runs an operation on rows of text, by default one at a time. */
  async run(
    operation: RowOperation,
    text: string,
    { context, interruptAfter, use: ownUse, ...options }: Options = {},
  ): Promise<Ran> {
    const [outcomes, warnings, shown]: [RowOutcome[], string[], string[]] = [[], [], []];
    const stop = new AbortController();
    const use = async (run: StartedRun): Promise<void> => {
      for await (const outcome of run.outcomes) {
        outcomes.push(outcome);
        if (outcomes.length === interruptAfter) stop.abort();
      }
    };
    const end = await startRun(
      this.directory(context),
      operation,
      {
        input: { name: '/rows.txt', format: 'text', open: () => Promise.resolve(source(text)) },
        skipInvalid: false,
        showProgress: () => () => undefined,
        dryRun: false,
        resume: false,
        reason: undefined,
        width: 1,
        ordered: false,
        maxFailures: undefined,
        credentials: undefined,
        failures: undefined,
        stop: stop.signal,
        yes: true,
        prompter: undefined,
        show: (line) => shown.push(line),
        warn: (line) => warnings.push(line),
        ...options,
      },
      ownUse ?? use,
    );
    return { ...end, outcomes, warnings, shown };
  }

  /**
   * Leaves the history as a process that is killed during a row does: with a record that is not finished.
   *
   * @param run the result of an interrupted run, of which the row is left
   */
  async crashIn(rowOperation: RowOperation, { runId }: Ran, n: number, user: string): Promise<string> {
    const directory = this.directory();
    const { operation, target, fields } = await rowOperation.plan(directory, {
      line: n,
      values: { [rowOperation.textKey]: user },
    });
    const run = { id: runId, row: n };
    return recordStart(directory, { operation, target, fields, reason: null, undoes: null, run });
  }

  /** All records of the history. */
  async records(): Promise<readonly ChangeRecord[]> {
    const file = sandboxHistory(this.path('data'));
    return (await readHistory(file)).records;
  }

  /** The IDs of the runs whose folders exist. */
  async kept(): Promise<string[]> {
    return readdir(this.path('data/runs')).catch(() => []);
  }
}

/** A new place for each test of the suite that calls this. */
export function ownRunPlace(): () => RunPlace {
  let place: RunPlace;
  beforeEach(async () => {
    place = await RunPlace.make();
  });
  afterEach(() => place.remove());
  return () => place;
}
