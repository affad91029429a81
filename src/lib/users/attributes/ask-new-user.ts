import { parseDepartment } from '../../conventions/department.js';
import { parseEmail } from '../../conventions/email.js';
import { requiredRoles } from '../../conventions/roles.js';
import { isTenant, parseTenant } from '../../conventions/tenant.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { RoleName } from '../../model/names.js';
import type { Prompter } from '../../prompt/prompter.js';
import { readTenants, TENANT_PAGES } from '../read/empty-tenants.js';
import type { CreateUserInput } from './new-user.js';
import { isChosen, PASSWORD_FLAGS, type PasswordChoice, passwordSource } from '../passwords/password-source.js';

/** What the flags say about a new user, as far as it can be asked for. The tenant is the directory's. */
export interface NewUserBasics {
  readonly email?: string | undefined;
  readonly roles: readonly string[];
  readonly department?: string | undefined;
  readonly password: PasswordChoice;
  /** A permanent password, so the user needs one. */
  readonly permanent: boolean;
  /** Ask for no password, because none will be set. */
  readonly dryRun: boolean;
  /** Ask only for what is required. */
  readonly neededOnly: boolean;
}

/** A new user with nothing left to ask for. */
export type CompleteBasics = Pick<CreateUserInput, 'email' | 'tenant' | 'roles' | 'department' | 'password'>;

/**
 * Parses what the flags say about a new user. In a terminal it then asks for what is missing; without one, a single
 * error names everything that is missing.
 *
 * @throws AdminError MISSING_INPUT if there is no terminal to ask on; CANCELLED; as the conventions do
 */
export async function askNewUser(
  directory: Directory,
  given: NewUserBasics,
  prompter: Prompter | undefined,
): Promise<CompleteBasics> {
  const { conventions, tenant } = directory;
  const email = given.email === undefined ? undefined : parseEmail(given.email, conventions);
  const roles = given.roles.length === 0 ? undefined : requiredRoles(given.roles, conventions);
  const department = given.department === undefined ? undefined : parseDepartment(given.department, conventions);
  if (prompter === undefined) {
    const isPasswordMissing = given.permanent && !isChosen(given.password);
    if (email === undefined || tenant === undefined || roles === undefined || isPasswordMissing) {
      throw missingInput(given, tenant);
    }
    const password = await passwordSource(given.password, { prompter, dryRun: given.dryRun });
    return { email, tenant, roles, department, password };
  }
  // Read while the person types the address.
  const offered = Promise.resolve(tenant === undefined ? tenantsOf(directory) : []);
  // It is awaited after a question that may be cancelled.
  offered.catch(() => undefined);
  return {
    email: email ?? (await ask(prompter, 'Email', (text) => parseEmail(text, conventions))),
    tenant: tenant ?? (await askTenant(directory, prompter, await offered)),
    roles: roles ?? (await askRoles(directory, prompter)),
    department:
      department ??
      (given.neededOnly
        ? undefined
        : await ask(prompter, 'Department (Enter for none)', (text) =>
            text === '' ? undefined : parseDepartment(text, conventions),
          )),
    password: await passwordSource(given.password, {
      prompter: given.permanent ? prompter : undefined,
      dryRun: given.dryRun,
    }),
  };
}

function missingInput(given: NewUserBasics, tenant: string | undefined): AdminError {
  const names = [
    ...(given.email === undefined ? ['EMAIL'] : []),
    ...(tenant === undefined ? ['--tenant ID'] : []),
    ...(given.roles.length === 0 ? ['--role ROLE'] : []),
    ...(given.permanent && !isChosen(given.password) ? [PASSWORD_FLAGS] : []),
  ];
  return new AdminError('MISSING_INPUT', `a new user needs ${names.join(', ')}`, {
    hint: 'For example: sf-admin users create ana@example.com --tenant tenant_001 --role itsm_agent',
  });
}

/** The tenants to choose from: those that the context lists, or that users of the first pages of the pool are in. */
async function tenantsOf(directory: Directory): Promise<readonly string[]> {
  const { list } = directory.conventions.tenant;
  if (list !== undefined) return list;
  const { tenants } = await readTenants(directory, { pages: TENANT_PAGES });
  return [...tenants].filter((tenant) => isTenant(tenant, directory.conventions)).sort();
}

async function askTenant(
  { conventions }: Directory,
  prompter: Prompter,
  offered: readonly string[],
): Promise<CreateUserInput['tenant']> {
  if (offered.length > 0) {
    // Of a context that lists its tenants there is no other.
    const other = conventions.tenant.list === undefined ? [{ value: '', label: 'Another tenant' }] : [];
    const chosen = await prompter.select('Tenant', [...offered.map((value) => ({ value })), ...other]);
    if (chosen !== '') return parseTenant(chosen, conventions);
  }
  return ask(prompter, 'Tenant', (text) => parseTenant(text, conventions));
}

async function askRoles({ conventions }: Directory, prompter: Prompter): Promise<RoleName[]> {
  const choices = conventions.roles.map(({ name, privileged }) => ({
    value: name,
    label: privileged ? `${name} (privileged)` : name,
  }));
  return requiredRoles(await prompter.checkbox('Roles', choices, { required: true }), conventions);
}

/** Asks until the parser accepts the answer; what it refuses is shown in one line. */
async function ask<T>(prompter: Prompter, message: string, parse: (text: string) => T): Promise<T> {
  const validate = (text: string): string | undefined => {
    try {
      parse(text);
      return undefined;
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
    }
  };
  return parse(await prompter.text(message, { validate }));
}
