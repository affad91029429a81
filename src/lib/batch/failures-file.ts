import type { AdminError } from '../errors.js';
import { openAppender } from '../files/appender.js';
import type { InputFormat } from './input-format.js';
import type { Row } from './row.js';

/** The rows of a run that failed, in the input's own format, with the error beside them. */
export interface FailuresFile {
  add(row: Row, error: AdminError): Promise<void>;
  close(): Promise<void>;
}

export async function openFailuresFile(
  path: string,
  _format: InputFormat,
  { again }: { again: boolean },
): Promise<FailuresFile> {
  const appender = await openAppender(path, again ? 'a' : 'ax');
  return {
    add: (row, { code, message }) => appender.add(`${JSON.stringify({ ...row.values, code, message })}\n`),
    close: () => appender.close(),
  };
}
