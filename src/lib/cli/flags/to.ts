import { AdminError } from '../../errors.js';
import { notEmpty } from './connection.js';
import { parsedFlag } from './flag-group.js';

/** The file that a command writes its result to, in place of stdout. */
export const toFlag = {
  to: {
    ...parsedFlag(parseFile, 'FILE', 'File to write, which must not exist.'),
    exclusive: ['query', 'template'],
  },
};

function parseFile(text: string): string {
  if (text !== '-') return notEmpty(text, '--to', 'Give a file');
  throw new AdminError('USAGE', '--to needs a file', { hint: 'Omit --to to write to stdout.' });
}
