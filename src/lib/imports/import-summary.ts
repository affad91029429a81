import { counted } from '../text/counted.js';
import { listed } from '../text/listed.js';
import type { CompiledImport } from './compiled-import.js';

/** What an import would do, in short, and what differs from creating the users one by one. */
export function importSummary({ rows, tenants, privileged }: CompiledImport): string {
  const where = listed([...tenants].map(([tenant, count]) => `${count} in ${tenant}`));
  const roles = [...privileged].map(([role, count]) => `${count} ${role}`);
  return [
    `${counted(rows, 'user')} to import: ${where}. Privileged roles: ${listed(roles)}.`,
    'Other than with users create, Cognito mails them nothing and gives them no password: their status is\n' +
      'RESET_REQUIRED, and they set a password at their first sign-in. Whoever exists already is skipped.',
  ].join('\n');
}
