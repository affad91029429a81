import { ulid } from 'ulid';

import type { Change } from '../../../src/lib/changes/change.js';
import { writeSpool } from '../../../src/lib/input/spool.js';
import { USER_COLUMNS } from '../../../src/lib/input/rows/columns.js';
import type { Row } from '../../../src/lib/input/rows/row.js';
import type { NumberedRow } from '../../../src/lib/input/validate-input.js';
import type { RowOperation } from '../../../src/lib/runs/operations/row-operation.js';
import type { PlannedRow } from '../../../src/lib/runs/plan/planned-row.js';
import { type PreviousAttempt, readPreviousAttempt } from '../../../src/lib/runs/resume/previous-attempt.js';
import { makeRunFolder } from '../../../src/lib/runs/resume/run-folder.js';
import type { RunOptions, RunState } from '../../../src/lib/runs/run.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { exampleChange } from '../changes/example-change.js';
import { source } from '../input/source.js';

/** A change that enables a user. */
export function enabling(user: string, change: Partial<Change> = {}): Change {
  const target = { kind: 'user', id: `id-${user}`, label: user, tenantId: 'tenant_001' } as const;
  return exampleChange({ target, ...change });
}

/** An operation whose plans are made by a function of the user's name, without calls to the service. */
export function fakeOperation(
  plan: (user: string) => Change = enabling,
  operation: Partial<RowOperation> = {},
): RowOperation {
  return {
    operation: 'users.enable',
    intent: {},
    textKey: 'user',
    creates: false,
    caseSensitive: true,
    hasValues: false,
    columns: USER_COLUMNS,
    check: () => [],
    nameOf: userOf,
    // An error of the plan is a rejection, as it is with the real operations.
    plan: (_, row) => Promise.resolve(userOf(row)).then(plan),
    recovery: { kind: 'look' },
    ...operation,
  };
}

function userOf({ values }: Row): string {
  return typeof values.user === 'string' ? values.user : '';
}

export interface ExampleState {
  readonly dataFolder: string;
  readonly operation?: RowOperation;
  /** The users that the rows of the input name. */
  readonly users: readonly string[];
  readonly previousAttempt?: Partial<PreviousAttempt>;
  readonly options?: Partial<RunOptions>;
}

/** A run whose input was read. */
export async function exampleState(example: ExampleState): Promise<RunState> {
  const { dataFolder, operation = fakeOperation(), users, previousAttempt, options } = example;
  const directory = openTestDirectory({ dataFolder, store: new MemoryStore(seedState()) });
  const folder = await makeRunFolder(dataFolder, ulid());
  await writeAll(folder.rows, users.map(numberedRow));
  return {
    directory,
    operation,
    folder,
    runId: folder.id,
    interrupted: undefined,
    previousAttempt: { ...(await readPreviousAttempt(directory, undefined)), ...previousAttempt },
    input: {
      rows: users.length,
      leftOut: 0,
      addresses: 0,
      header: undefined,
      digest: '',
      duplicates: [],
      skipped: [],
    },
    options: {
      input: { name: '-', format: 'text', open: () => Promise.resolve(source('')) },
      skipInvalid: false,
      dryRun: false,
      resume: false,
      reason: undefined,
      width: 1,
      ordered: false,
      maxFailures: undefined,
      credentials: undefined,
      failures: undefined,
      stop: new AbortController().signal,
      yes: true,
      prompter: undefined,
      show: () => undefined,
      warn: () => undefined,
      showProgress: () => () => undefined,
      ...options,
    },
  };
}

/** Row `index` of an input of text, below a header. */
export function numberedRow(user: string, index: number): NumberedRow {
  return { n: index + 1, row: { line: index + 2, values: { user } } };
}

/** Replaces the planned rows of a run. */
export function writePlans({ folder }: RunState, rows: readonly PlannedRow[]): Promise<void> {
  return writeAll(folder.plans, rows);
}

async function writeAll(file: string, items: readonly (NumberedRow | PlannedRow)[]): Promise<void> {
  const writer = writeSpool<NumberedRow | PlannedRow>(file);
  for (const item of items) await writer.add(item);
  await writer.close();
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
