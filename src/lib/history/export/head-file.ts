import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';

import * as z from 'zod';

import { AdminError } from '../../errors.js';
import { isSystemError, systemReason } from '../../files/system-error.js';
import { parsedJson } from '../../text/parsed.js';
import type { ExportHead } from './export-records.js';

const LINE = { n: z.int().nonnegative(), hash: z.string().regex(/^[0-9a-f]{64}$/) };
const HEAD = z.strictObject({
  ...LINE,
  earlier: z.record(z.string(), z.strictObject(LINE)).default({}),
  open: z.record(z.string(), z.iso.datetime()).default({}),
});

/** What was exported last; `undefined` if there is no such file. @throws AdminError USAGE */
export async function readHeadFile(file: string): Promise<ExportHead | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw new AdminError('USAGE', `the head file ${file} cannot be read: ${systemReason(error as Error)}`, {
      hint: 'Check --head-file.',
      cause: error,
    });
  }
  const read = HEAD.safeParse(parsedJson(text));
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
