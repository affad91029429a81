import { Flags, type Interfaces } from '@oclif/core';

import { changeFlags } from './change.js';
import { tenantFlag } from './connection.js';
import { parsedFlag } from './flag-group.js';
import type { outputFlags } from './output.js';
import { inputFlags } from './run.js';
import { rowDefaultFlags } from './user.js';
import { parseJobName } from '../../imports/jobs/start-import.js';

/** Flags of `users import start`. */
export const importFlags = {
  ...changeFlags,
  ...tenantFlag,
  ...inputFlags,
  ...rowDefaultFlags,
  name: parsedFlag(parseJobName, 'NAME', "Job name; default: the file's."),
  'logs-role': Flags.string({
    summary: 'IAM role with which the job writes its log to CloudWatch (SF_ADMIN_LOGS_ROLE).',
    helpValue: 'ARN',
  }),
  'no-wait': Flags.boolean({ summary: 'Return when the job has started.' }),
};

export type ImportFlags = Interfaces.InferredFlags<typeof outputFlags> & Interfaces.InferredFlags<typeof importFlags>;
