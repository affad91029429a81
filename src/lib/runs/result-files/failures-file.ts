import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { AdminError } from '../../errors.js';
import { NO_WAITING } from '../../files/named-file.js';
import { isSystemError, systemReason } from '../../files/system-error.js';
import { csvLine, type CsvLine } from '../../output/csv.js';
import { safeJson, visible } from '../../output/sanitise.js';
import { quoted } from '../../text/quoted.js';
import { ERROR_COLUMNS } from '../../input/rows/columns.js';
import type { InputFormat } from '../../input/decode/input-format.js';
import type { Row } from '../../input/rows/row.js';

/** The rows that failed, in a form that can be corrected and used as input again. */
export interface FailuresFile {
  /** Appends a row as it was read, with its error. Never rejects: see `writeError`. */
  add(row: Row, error: Pick<AdminError, 'code' | 'message'>): Promise<void>;
  /** The error of the first row that could not be written. */
  writeError(): AdminError | undefined;
  /** Completes the file. A JSON array has no closing bracket before. */
  close(): Promise<void>;
}

export interface FailuresFileOptions {
  /** The column names, for CSV. */
  readonly header?: readonly string[] | undefined;
  /** Replace the content of a file that exists, as a resumed run does with its own. */
  readonly replace?: boolean;
}

/**
 * Creates a file for the rows that fail, in the format of the input, with the error in the extra columns `errorCode` and
 * `errorMessage`, or after tabs in plain text. Only its owner can read it, as it contains email addresses.
 *
 * @throws AdminError FILE_EXISTS; USAGE if the file cannot be written
 */
export async function openFailuresFile(
  path: string,
  format: InputFormat,
  { header = [], replace = false }: FailuresFileOptions = {},
): Promise<FailuresFile> {
  const file = await createFile(path, replace);
  const writer = await rowWriter(format, header);
  await file.appendFile(writer.start);
  let isFirst = true;
  let queue: Promise<void> = Promise.resolve();
  let writeError: AdminError | undefined;
  const write = async (text: string): Promise<void> => {
    if (writeError !== undefined) return;
    await file.appendFile(text).catch((error: unknown) => {
      writeError = new AdminError('PARTIAL', `${quoted(path)} can no longer be written`, {
        hint: 'Free some disk space. --resume then writes the file again.',
        cause: error,
      });
    });
  };
  /** One write after the other, so that two rows that fail at once are not mixed. */
  const append = (text: string) => (queue = queue.then(() => write(text)));
  return {
    add(row, error) {
      const text = writer.row(row, error, isFirst);
      isFirst = false;
      return append(text);
    },
    writeError: () => writeError,
    async close() {
      try {
        await append(writer.end(isFirst));
      } finally {
        await file.close();
      }
    },
  };
}

async function createFile(path: string, replace: boolean): Promise<FileHandle> {
  const flags = constants.O_WRONLY | constants.O_CREAT | (replace ? constants.O_TRUNC : constants.O_EXCL);
  try {
    const file = await open(path, flags | NO_WAITING, 0o600);
    // The mode above applies only to a new file.
    if (replace) await file.chmod(0o600);
    return file;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const exists = isSystemError(error, 'EEXIST');
    throw new AdminError(
      exists ? 'FILE_EXISTS' : 'USAGE',
      exists ? `${quoted(path)} already exists` : `${quoted(path)} cannot be written: ${systemReason(error)}`,
      {
        hint: exists
          ? 'Specify a new file: --failures FILE'
          : 'Nothing was changed. Specify a file that can be written: --failures FILE',
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
  const none = () => '';
  switch (format) {
    case 'text':
      return {
        start: '',
        row: (row, { code, message }) =>
          `${[firstValue(row), code, message].map((text) => visible(text)).join('\t')}\n`,
        end: none,
      };
    case 'ndjson':
      return { start: '', row: (row, error) => `${withError(row, error)}\n`, end: none };
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
  // A failures file that is used as input has the two columns already. They are replaced.
  const kept = [...header.keys()].filter((index) => !ERROR_COLUMNS.some((name) => name === header[index]));
  const cells = (source: readonly string[]) => kept.map((index) => source[index] ?? '');
  return {
    start: line([...cells(header), ...ERROR_COLUMNS]),
    row: ({ original }, { code, message }) => line([...cells(isCells(original) ? original : []), code, message]),
    end: () => '',
  };
}

function withError({ original }: Row, { code, message }: Pick<AdminError, 'code' | 'message'>): string {
  return safeJson({ ...(isCells(original) ? {} : original), errorCode: code, errorMessage: message });
}

function firstValue({ original, values }: Row): string {
  const [name = Object.values(values)[0]] = isCells(original) ? original : [];
  return typeof name === 'string' ? name : '';
}

function isCells(original: Row['original']): original is readonly string[] {
  return Array.isArray(original);
}
