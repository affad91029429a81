import { parseDepartment } from '../conventions/department.js';
import { parseEmail } from '../conventions/email.js';
import { parseTenant } from '../conventions/tenant.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { Prompter } from '../prompt/prompter.js';

/** What a new user cannot do without, as far as it was given. */
export interface NewUserBasics {
  readonly email?: string | undefined;
  readonly roles: readonly string[];
  readonly department?: string | undefined;
}

export type CompleteBasics = NewUserBasics & { readonly email: string; readonly tenant: string };

/**
 * Completes what was given of a new user. In a terminal it asks for what is missing, and then for the department too;
 * elsewhere everything missing is named at once.
 *
 * @throws AdminError MISSING_INPUT where nobody can be asked, CANCELLED
 */
export async function askNewUser(
  directory: Directory,
  given: NewUserBasics,
  prompter: Prompter | undefined,
): Promise<CompleteBasics> {
  const { tenant } = directory;
  const { email, roles, department } = given;
  if (email !== undefined && tenant !== undefined && roles.length > 0) return { ...given, email, tenant };
  if (prompter === undefined) throw missing(given, tenant);

  const { conventions } = directory;
  return {
    email:
      email ?? (await prompter.text('Email', { validate: problem((text) => parseEmail(text, conventions)) })),
    tenant:
      tenant ??
      (await prompter.text('Tenant', { validate: problem((text) => parseTenant(text, conventions)) })),
    roles: roles.length > 0 ? roles : await askRoles(directory, prompter),
    department: department ?? (await askDepartment(directory, prompter)),
  };
}

function missing({ email, roles }: NewUserBasics, tenant: string | undefined): AdminError {
  const names = [
    ...(email === undefined ? ['EMAIL'] : []),
    ...(tenant === undefined ? ['--tenant ID'] : []),
    ...(roles.length === 0 ? ['--role ROLE'] : []),
  ];
  return new AdminError('MISSING_INPUT', `a new user needs ${names.join(', ')}`, {
    hint: 'For example: sf-admin users create ana@example.com --tenant tenant_001 --role itsm_agent',
  });
}

function askRoles({ conventions }: Directory, prompter: Prompter): Promise<string[]> {
  const choices = conventions.roles.map(({ name, privileged }) => ({
    value: name,
    label: privileged ? `${name} (privileged)` : name,
  }));
  return prompter.checkbox('Roles', choices, { required: true });
}

async function askDepartment({ conventions }: Directory, prompter: Prompter): Promise<string | undefined> {
  const check = problem((text) => parseDepartment(text, conventions));
  const typed = await prompter.text('Department (Enter for none)', {
    validate: (text) => (text === '' ? undefined : check(text)),
  });
  return typed === '' ? undefined : typed;
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
