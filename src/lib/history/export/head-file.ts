import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

import * as z from 'zod';

import { AdminError } from '../../errors.js';
import { readNamedFile } from '../../files/named-file.js';
import { isSystemError, systemReason } from '../../files/system-error.js';
import { parsedJson } from '../../text/parsed.js';
import type { ExportHead } from './export-records.js';

const LINE = { n: z.int().nonnegative(), hash: z.string().regex(/^[0-9a-f]{64}$/) };
const HEAD = z.strictObject({
  ...LINE,
  earlier: z.record(z.string(), z.strictObject(LINE)).default({}),
  open: z.record(z.string(), z.iso.datetime()).default({}),
});

/** A line of each file of the history, and the changes that were in progress. */
const MAX_BYTES = 10_000_000;

/** What was exported last; `undefined` if there is no such file. @throws AdminError USAGE */
export async function readHeadFile(file: string): Promise<ExportHead | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readNamedFile(file, { what: 'the head file', maxBytes: MAX_BYTES, hint: 'Check --head-file.' });
  } catch (error) {
    if (error instanceof AdminError && isSystemError(error.cause, 'ENOENT')) return undefined;
    throw error;
  }
  const read = HEAD.safeParse(parsedJson(bytes.toString('utf8')));
  if (read.success) return read.data;
  throw new AdminError('USAGE', `${file} is not a head file`, {
    hint: 'Give a file that an export has written, or one that does not exist.',
  });
}

/** Replaces the file as a whole. @throws AdminError FILE_UNWRITABLE */
export async function writeHeadFile(file: string, head: ExportHead): Promise<void> {
  const unfinished = `${file}.${randomUUID()}`;
  try {
    await writeFile(unfinished, `${JSON.stringify(head)}\n`, { mode: 0o600, flush: true });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw new AdminError(
      'FILE_UNWRITABLE',
      `the head file ${file} cannot be written: ${systemReason(error as Error)}`,
      {
        hint: 'What was exported is in the output, and the next export would begin before it: check the disk and folder.',
        cause: error,
      },
    );
  }
}
