import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';

import { statementPlace } from '../changes/place.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { makeFolder } from '../files/make-folder.js';
import { writeNewFile } from '../files/new-file.js';
import { LARGEST, readNamedFile } from '../files/named-file.js';
import { assertOwn } from '../files/own-file.js';
import { dataFolderError, isSystemError } from '../files/system-error.js';
import { type ReadRow, isProblems } from '../input/rows/row.js';
import { readRows } from '../input/records/read-rows.js';
import { csvLine } from '../output/csv.js';
import { REVIEW_COLUMNS } from './review-columns.js';
import type { AccessReview, ReviewScope } from './review.js';

/** The columns that the reviewer fills in. */
const FILLED_IN = ['decision', 'comment'] as const;

/** Every column of the file but those: the review and the reviewer, so that they are on each row, and what is reviewed. */
const FIXED = ['review', 'reviewer', ...REVIEW_COLUMNS.map(({ key }) => key)];

const ALL: readonly string[] = [...FIXED, ...FILLED_IN];

/** What was kept of a review when it was made: what it is about, and the digest of each row. */
export interface KeptReview extends ReviewScope {
  readonly v: 1;
  /** SHA-256 of the fixed columns of each row, in hex, by the user name. */
  readonly rows: Readonly<Record<string, string>>;
}

/** A row of a review that was filled in. */
export interface FilledRow {
  readonly line: number;
  readonly username: string;
  /** The cells by their columns; empty ones are missing. */
  readonly values: Readonly<Record<string, string>>;
  readonly digest: string;
}

/**
 * The review as a CSV file to fill in. What is in it is kept in the data folder, so that `readFilledReview` finds whatever was
 * altered.
 *
 * @param options.raw leave cells unchanged that a spreadsheet would run as a formula
 * @throws AdminError DATA_FOLDER
 */
export async function reviewCsv(
  directory: Pick<Directory, 'dataFolder'>,
  review: AccessReview,
  { raw }: { readonly raw: boolean },
): Promise<string> {
  const line = await csvLine({ raw });
  const rows = review.users.map((user) =>
    line([review.id, review.reviewer, ...REVIEW_COLUMNS.map(({ value }) => value(user)), '', '']),
  );
  const text = line(ALL) + rows.join('');
  const { users: _users, gaps: _gaps, ...scope } = review;
  await keepReview(directory, scope, text);
  return text;
}

/**
 * Keeps what is in the CSV file of a review.
 *
 * @throws AdminError DATA_FOLDER; UNSAFE_FILE
 */
export async function keepReview(
  { dataFolder }: Pick<Directory, 'dataFolder'>,
  scope: ReviewScope,
  csv: string,
): Promise<void> {
  // Read back, so that what is compared later was read in the same way. Only the digests are held: the rows take many times
  // the memory of the file.
  const digests = new Map<string, string>();
  for await (const { username, digest } of eachRow(Readable.from([Buffer.from(csv)]))) digests.set(username, digest);
  const kept: KeptReview = { v: 1, ...scope, rows: Object.fromEntries(digests) };
  const file = reviewFile(dataFolder, scope.id);
  try {
    await makeFolder(dirname(file));
    assertOwn(file);
    await writeNewFile(file, Readable.from([`${JSON.stringify(kept)}\n`]));
  } catch (error) {
    throw dataFolderError(dataFolder, error, 'The review was not made.');
  }
}

/**
 * The bytes of a review that was filled in. They are read once, so that what is verified is what is carried out.
 *
 * @throws AdminError USAGE if there is no such file
 */
export function readReviewFile(file: string): Promise<Uint8Array> {
  return readNamedFile(file, {
    maxBytes: LARGEST,
    hint: 'Give the file of a review (sf-admin access review -o csv --to FILE) or, to approve it, of a plan.',
  });
}

/**
 * The rows of a review, in their order. Columns and rows may have been moved, and the file may be one that a spreadsheet has
 * saved.
 *
 * @throws AdminError USAGE, naming the lines that cannot be read
 */
export async function filledRows(source: AsyncIterable<Uint8Array>): Promise<FilledRow[]> {
  const rows: FilledRow[] = [];
  for await (const row of eachRow(source)) rows.push(row);
  return rows;
}

async function* eachRow(source: AsyncIterable<Uint8Array>): AsyncGenerator<FilledRow, void, undefined> {
  const problems: string[] = [];
  for await (const row of readRows(source, 'csv', { columns: COLUMNS, textKey: 'username' })) {
    if (isProblems(row)) problems.push(...row.map(({ line, problem }) => `line ${line} ${problem}`));
    else if (problems.length === 0) yield filledRow(row);
  }
  if (problems.length === 0) return;
  throw new AdminError('USAGE', `the review cannot be read: ${problems[0] ?? ''}`, {
    hint: [...problems.slice(1, 10), 'Nothing was changed. Correct the file, or make the review again.'].join('\n'),
  });
}

function filledRow({ line, values }: Exclude<ReadRow, readonly unknown[]>): FilledRow {
  const texts = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? value : '']),
  );
  const fixed = JSON.stringify(FIXED.map((key) => texts[key] ?? ''));
  const digest = createHash('sha256').update(fixed).digest('hex');
  return { line, username: texts.username ?? '', values: texts, digest };
}

const COLUMNS = {
  keyOf: (written: string) => written.trim(),
  check: (names: readonly string[]) => [
    ...ALL.filter((name) => !names.includes(name)).map((name) => ({ problem: `has no column ${name}` })),
    ...names.filter((name) => !ALL.includes(name)).map((name) => ({ problem: `has an unknown column "${name}"` })),
  ],
  naming: ['username'],
};

/**
 * What was kept of a review.
 *
 * @param travelled what a plan has of it, for a machine on which it was not made
 * @throws AdminError REVIEW_NOT_FOUND if it was made with another data folder; OTHER_POOL; UNSAFE_FILE
 */
export async function keptReview(directory: Directory, id: string, travelled?: KeptReview): Promise<KeptReview> {
  const kept = (await keptHere(directory, id)) ?? (travelled?.id === id ? travelled : undefined);
  if (kept !== undefined) return ofSamePool(directory, kept);
  throw new AdminError('REVIEW_NOT_FOUND', `no review ${id} was made on this machine`, {
    hint: 'Nothing was changed. Apply it where it was made: what it had then is in the data folder there.',
  });
}

/**
 * What was kept of a review if it was made with this data folder.
 *
 * @throws AdminError OTHER_POOL; UNSAFE_FILE
 */
export async function keptHere(directory: Directory, id: string): Promise<KeptReview | undefined> {
  const kept = isReviewId(id) ? await readKept(reviewFile(directory.dataFolder, id)) : undefined;
  return kept && ofSamePool(directory, kept);
}

/** @throws AdminError OTHER_POOL */
function ofSamePool(directory: Directory, kept: KeptReview): KeptReview {
  const { poolId, endpoint } = statementPlace(directory);
  if (kept.poolId === poolId && kept.endpoint === endpoint) return kept;
  const where = `user pool ${kept.poolId}${kept.endpoint === null ? '' : ` at ${kept.endpoint}`}`;
  throw new AdminError('OTHER_POOL', `review ${kept.id} is of ${where}, and this is user pool ${poolId}`, {
    hint: 'Nothing was changed. To use a context: --context NAME',
  });
}

/** Whether a text is a ULID; anything else might name another file. */
export function isReviewId(text: string): boolean {
  return /^[0-9A-Z]{26}$/.test(text);
}

function reviewFile(dataFolder: string, id: string): string {
  return join(dataFolder, 'reviews', `${id}.json`);
}

async function readKept(file: string): Promise<KeptReview | undefined> {
  assertOwn(file);
  try {
    return JSON.parse(await readFile(file, 'utf8')) as KeptReview;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw new AdminError('UNSAFE_FILE', `${file} is damaged, so the review cannot be compared with it`, {
      hint: 'Nothing was changed. Make the review again: sf-admin access review',
      cause: error,
    });
  }
}
