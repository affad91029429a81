import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { AdminError } from '../../errors.js';
import { isSystemError } from '../../files/system-error.js';
import { csvLine, type CsvLine } from '../../output/csv.js';
import { safeJson, visible } from '../../output/sanitise.js';
import { quoted } from '../../text/quoted.js';
import { ERROR_COLUMNS } from '../../input/rows/column-check.js';
import type { InputFormat } from '../../input/decode/input-format.js';
import type { Row } from '../../input/rows/row.js';

/** Takes the rows that failed, so that they can be mended and fed back. */
export interface FailuresFile {
  /** Appends a row as it was read, with why it failed. Never rejects: see `lost`. */
  add(row: Row, error: Pick<AdminError, 'code' | 'message'>): Promise<void>;
  /** Why rows can no longer be kept, once one could not. */
  lost(): AdminError | undefined;
  /** Ends the file: until then a JSON array has no end. */
  close(): Promise<void>;
}

export interface FailuresFileOptions {
  /** The names of the columns, for CSV. */
  readonly header?: readonly string[] | undefined;
  /** Start anew a file that is there already: that of the run which is resumed. */
  readonly anew?: boolean;
}

/**
 * Makes a file for the rows that fail, in the input's own format with the error in extra columns: `errorCode` and
 * `errorMessage`, or after tabs in plain text. Only its owner can read it, as it holds addresses.
 *
 * @throws AdminError FILE_EXISTS where it is there already, USAGE where it cannot be made
 */
export async function openFailuresFile(
  path: string,
  format: InputFormat,
  { header = [], anew = false }: FailuresFileOptions = {},
): Promise<FailuresFile> {
  const file = await create(path, anew);
  const writer = await rowWriter(format, header);
  await file.appendFile(writer.start);
  let isFirst = true;
  let last: Promise<void> = Promise.resolve();
  let lost: AdminError | undefined;
  const write = async (text: string): Promise<void> => {
    if (lost !== undefined) return;
    await file.appendFile(text).catch((error: unknown) => {
      lost = new AdminError('PARTIAL', `${quoted(path)} can no longer be written`, {
        hint: 'Make room on its disk: --resume writes it anew.',
        cause: error,
      });
    });
  };
  /** One after the other: two rows that fail at once must not run into each other. */
  const append = (text: string) => (last = last.then(() => write(text)));
  return {
    add(row, error) {
      const text = writer.row(row, error, isFirst);
      isFirst = false;
      return append(text);
    },
    lost: () => lost,
    async close() {
      try {
        await append(writer.end(isFirst));
      } finally {
        await file.close();
      }
    },
  };
}

async function create(path: string, anew: boolean): Promise<FileHandle> {
  const flags = constants.O_WRONLY | constants.O_CREAT | (anew ? constants.O_TRUNC : constants.O_EXCL);
  try {
    const file = await open(path, flags, 0o600);
    // The mode above counts for a new file alone.
    if (anew) await file.chmod(0o600);
    return file;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const exists = isSystemError(error, 'EEXIST');
    throw new AdminError(
      exists ? 'FILE_EXISTS' : 'USAGE',
      exists ? `${quoted(path)} exists already` : `${quoted(path)} cannot be written: ${error.message}`,
      {
        hint: exists
          ? 'Name a file that is not there yet: --failures FILE'
          : 'Nothing was changed. Name a file that can: --failures FILE',
        cause: error,
      },
    );
  }
}

interface RowWriter {
  readonly start: string;
  row(row: Row, error: Pick<AdminError, 'code' | 'message'>, isFirst: boolean): string;
  end(isEmpty: boolean): string;
}

async function rowWriter(format: InputFormat, header: readonly string[]): Promise<RowWriter> {
  const nothing = () => '';
  switch (format) {
    case 'text':
      return {
        start: '',
        row: (row, { code, message }) =>
          `${[nameIn(row), code, message].map((text) => visible(text)).join('\t')}\n`,
        end: nothing,
      };
    case 'ndjson':
      return { start: '', row: (row, error) => `${withError(row, error)}\n`, end: nothing };
    case 'json':
      return {
        start: '[',
        row: (row, error, isFirst) => `${isFirst ? '' : ','}\n${withError(row, error)}`,
        end: (isEmpty) => (isEmpty ? ']\n' : '\n]\n'),
      };
    case 'csv':
      return csvWriter(header, await csvLine({ raw: false }));
  }
}

function csvWriter(header: readonly string[], line: CsvLine): RowWriter {
  // A file that was fed back has the two columns already: theirs are written anew.
  const kept = [...header.keys()].filter((index) => !ERROR_COLUMNS.some((name) => name === header[index]));
  const cells = (source: readonly string[]) => kept.map((index) => source[index] ?? '');
  return {
    start: line([...cells(header), ...ERROR_COLUMNS]),
    row: ({ original }, { code, message }) =>
      line([...cells(isCells(original) ? original : []), code, message]),
    end: () => '',
  };
}

function withError({ original }: Row, { code, message }: Pick<AdminError, 'code' | 'message'>): string {
  return safeJson({ ...(isCells(original) ? {} : original), errorCode: code, errorMessage: message });
}

function nameIn({ original, values }: Row): string {
  const [name = Object.values(values)[0]] = isCells(original) ? original : [];
  return typeof name === 'string' ? name : '';
}

function isCells(original: Row['original']): original is readonly string[] {
  return Array.isArray(original);
}
