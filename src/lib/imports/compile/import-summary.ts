import { placeLines } from '../../changes/plan-summary.js';
import type { CompiledImport } from './compiled-import.js';

/** What an import would do, in the words of a run's summary, and what differs from creating the users one by one. */
export function importSummary({ rows, tenants, privileged }: CompiledImport): string {
  return [
    `${rows} will be imported`,
    ...placeLines({ tenants, grants: privileged }),
    'Other than with users create, Cognito mails them nothing and gives them no password: their status is\n' +
      'RESET_REQUIRED, and they set a password at their first sign-in. Whoever exists already is skipped.',
  ].join('\n');
}
