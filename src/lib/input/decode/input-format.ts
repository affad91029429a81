import { extname } from 'node:path';

import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';

/** CSV with a header, whatever its delimiter, one JSON object per line, a JSON array of objects, or one USER per line. */
export const INPUT_FORMATS = ['csv', 'ndjson', 'json', 'text'] as const;

export type InputFormat = (typeof INPUT_FORMATS)[number];

const BY_EXTENSION: Readonly<Record<string, InputFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.json': 'json',
  '.txt': 'text',
  '': 'text',
};

/**
 * The format of an input: the requested one, else that of the file's extension. Stdin has one USER per line, as `-q`
 * prints them.
 *
 * @param source a path, or `-` for stdin
 * @throws AdminError USAGE for an unknown extension
 */
export function inputFormat(source: string, requested: InputFormat | undefined): InputFormat {
  if (requested !== undefined) return requested;
  if (source === '-') return 'text';
  const format = BY_EXTENSION[extname(source).toLowerCase()];
  if (format !== undefined) return format;
  throw new AdminError('USAGE', `unknown file extension: ${quoted(source)}`, {
    hint: `Specify the format with --input-format: ${INPUT_FORMATS.join(', ')}`,
  });
}
