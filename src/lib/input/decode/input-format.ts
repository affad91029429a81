import { extname } from 'node:path';

import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';

/** How rows are written: a header and fields, an object a line, an array of objects, or one USER a line. */
export const INPUT_FORMATS = ['csv', 'ndjson', 'json', 'text'] as const;

export type InputFormat = (typeof INPUT_FORMATS)[number];

const BY_EXTENSION: Readonly<Record<string, InputFormat>> = {
  '.csv': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.json': 'json',
  '.txt': 'text',
  '': 'text',
};

/**
 * The format that a file's extension stands for; stdin holds one USER a line unless told otherwise, as `-q` prints them.
 *
 * @param source a path, or `-` for stdin
 * @throws AdminError USAGE for an extension that stands for none
 */
export function inputFormat(source: string, asked: InputFormat | undefined): InputFormat {
  if (asked !== undefined) return asked;
  if (source === '-') return 'text';
  const format = BY_EXTENSION[extname(source).toLowerCase()];
  if (format !== undefined) return format;
  throw new AdminError('USAGE', `${quoted(source)} does not say by its name what it holds`, {
    hint: `Say it: --input-format ${INPUT_FORMATS.join(', ')}`,
  });
}
