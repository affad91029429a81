import { basename } from 'node:path';

import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';

/** API reference, CreateUserImportJob. */
const JOB_NAME = /^[\w\s+=,.@-]{1,128}$/;

/** @throws AdminError USAGE for a name that Cognito does not take */
export function parseJobName(text: string): string {
  if (JOB_NAME.test(text)) return text;
  throw new AdminError('USAGE', `${quoted(text)} is not a name for an import job`, {
    hint: 'Use 1 to 128 letters, digits, spaces and any of _ + = , . @ -',
  });
}

/** The name of a job that was given none: the file's. */
export function jobNameOf(source: string): string {
  const name = source === '-' ? 'stdin' : basename(source);
  return name.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 128);
}
