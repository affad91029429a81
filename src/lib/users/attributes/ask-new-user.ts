import { parseDepartment } from '../../conventions/department.js';
import { parseEmail } from '../../conventions/email.js';
import { parseTenant } from '../../conventions/tenant.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { DepartmentId, EmailAddress, RoleName, TenantId } from '../../model/names.js';
import type { Prompter } from '../../prompt/prompter.js';
import { namedRoles } from './named-roles.js';
import type { PasswordSource } from '../passwords/new-password.js';
import {
  isChosen,
  PASSWORD_FLAGS,
  type PasswordChoice,
  passwordSource,
} from '../passwords/password-source.js';

/** What was given of a new user, of what there is to ask for. The tenant is the directory's. */
export interface NewUserBasics {
  readonly email?: string | undefined;
  readonly roles: readonly string[];
  readonly department?: string | undefined;
  readonly password: PasswordChoice;
  /** Whether the user cannot do without a password: a permanent one. */
  readonly permanent: boolean;
  /** Ask for no password, as none is set. */
  readonly dryRun: boolean;
  /** Ask for nothing that may be left out. */
  readonly neededOnly: boolean;
}

/** A new user with nothing left to ask for. */
export interface CompleteBasics {
  readonly email: EmailAddress;
  readonly tenant: TenantId;
  readonly roles: readonly RoleName[];
  readonly department: DepartmentId | undefined;
  readonly password: PasswordSource | undefined;
}

/**
 * Completes what was given of a new user. In a terminal it asks for what is missing, after it has looked at what was
 * given; elsewhere everything missing is named at once.
 *
 * @throws AdminError MISSING_INPUT where nobody can be asked; CANCELLED; what the conventions refuse
 */
export async function askNewUser(
  directory: Directory,
  given: NewUserBasics,
  prompter: Prompter | undefined,
): Promise<CompleteBasics> {
  const { conventions, tenant } = directory;
  const isPasswordMissing = given.permanent && !isChosen(given.password);
  const parsed = {
    email: given.email === undefined ? undefined : parseEmail(given.email, conventions),
    roles: given.roles.length === 0 ? undefined : namedRoles(given.roles, conventions),
    department: given.department === undefined ? undefined : parseDepartment(given.department, conventions),
  };
  if (prompter === undefined) {
    const { email, roles, department } = parsed;
    if (email === undefined || tenant === undefined || roles === undefined || isPasswordMissing) {
      throw missing(given, tenant);
    }
    const password = await passwordSource(given.password, { prompter, dryRun: given.dryRun });
    return { email, tenant, roles, department, password };
  }
  return {
    email: parsed.email ?? (await askEmail(directory, prompter)),
    tenant: tenant ?? (await askTenant(directory, prompter)),
    roles: parsed.roles ?? (await askRoles(directory, prompter)),
    department:
      parsed.department ?? (given.neededOnly ? undefined : await askDepartment(directory, prompter)),
    password: await passwordSource(given.password, {
      prompter: given.permanent ? prompter : undefined,
      dryRun: given.dryRun,
    }),
  };
}

function missing(given: NewUserBasics, tenant: string | undefined): AdminError {
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

async function askEmail({ conventions }: Directory, prompter: Prompter): Promise<EmailAddress> {
  const parse = (text: string) => parseEmail(text, conventions);
  return parse(await prompter.text('Email', { validate: problem(parse) }));
}

async function askTenant({ conventions }: Directory, prompter: Prompter): Promise<TenantId> {
  const parse = (text: string) => parseTenant(text, conventions);
  return parse(await prompter.text('Tenant', { validate: problem(parse) }));
}

async function askRoles({ conventions }: Directory, prompter: Prompter): Promise<RoleName[]> {
  const choices = conventions.roles.map(({ name, privileged }) => ({
    value: name,
    label: privileged ? `${name} (privileged)` : name,
  }));
  return namedRoles(await prompter.checkbox('Roles', choices, { required: true }), conventions);
}

async function askDepartment(
  { conventions }: Directory,
  prompter: Prompter,
): Promise<DepartmentId | undefined> {
  const parse = (text: string) => (text === '' ? undefined : parseDepartment(text, conventions));
  return parse(await prompter.text('Department (Enter for none)', { validate: problem(parse) }));
}

/** A parser as a prompt's check: what is wrong with the text in one line. */
function problem(parse: (text: string) => unknown): (text: string) => string | undefined {
  return (text) => {
    try {
      parse(text);
      return undefined;
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
    }
  };
}
