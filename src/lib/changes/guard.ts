import { MAX_CLIENT_URLS, parseClientUrl } from '../conventions/client-url.js';
import { parseDepartment } from '../conventions/department.js';
import { parseEmail } from '../conventions/email.js';
import { parseRoles } from '../conventions/roles.js';
import { parseTenant } from '../conventions/tenant.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { isUnchanged, type Plan } from './change.js';
import { type FieldChange, type FieldValue, movedFields } from '../model/field-change.js';

/**
 * Refuses what no command may do, whatever it was asked: a target outside the caller's tenant, a user without a valid
 * tenant, an unknown role, a move between tenants that was not asked for, a URL that Cognito forbids. A value that
 * stands already is left alone, so that a user with an old role can still be edited.
 *
 * @throws AdminError with exit code 2 or 3, before anything is written
 */
export function guard(directory: Directory, plan: Plan): void {
  if (plan.target.kind === 'user') {
    assertInTenant(directory, plan.target.tenantId, plan.target.label);
    if (plan.operation === 'users.create' && !isUnchanged(plan)) assertHasTenant(plan);
  }
  // A user who is deleted need satisfy no convention.
  if (plan.operation === 'users.delete') return;
  for (const field of movedFields(plan.fields)) {
    // What stood before may break today's conventions, as every user with an old role does; Cognito's rules hold still.
    const rules = plan.undoes === undefined ? RULES : URL_RULES;
    rules[field.field]?.(field, directory, plan);
  }
}

/**
 * Refuses a user of another tenant than the one the caller acts in.
 *
 * @throws AdminError TENANT_MISMATCH
 */
export function assertInTenant(directory: Directory, tenantId: string | null, label: string): void {
  const { tenant } = directory;
  if (tenant === undefined || tenant === tenantId) return;
  const where = tenantId === null ? 'belongs to no tenant' : `belongs to ${tenantId}`;
  throw new AdminError('TENANT_MISMATCH', `${label} ${where}, and this call acts in ${tenant} alone`, {
    hint: `Nothing was written. ${elsewhere(directory, tenantId)}`,
  });
}

/** How to act on that user all the same. A context's binding is no choice of the call's, so --tenant cannot lift it. */
function elsewhere({ context }: Directory, tenantId: string | null): string {
  if (context.tenant !== undefined) {
    return `Check the user. Context ${context.name} is bound; to act elsewhere, use another: sf-admin context list`;
  }
  return tenantId === null
    ? 'Check the user, or leave --tenant out to act on a user of no tenant'
    : 'Check the user, or act in the tenant meant: --tenant ID';
}

function assertHasTenant(plan: Plan): void {
  if (plan.fields.some(({ field, after }) => field === 'tenantId' && after !== null)) return;
  throw new AdminError('INVALID_TENANT', `${plan.target.label} would have no tenant`, {
    hint: 'Name it: --tenant ID',
  });
}

type Rule = (field: FieldChange, directory: Directory, plan: Plan) => void;

const URL_RULES: Readonly<Record<string, Rule>> = { callbackUrls: urlRule, logoutUrls: urlRule };

const RULES: Readonly<Record<string, Rule>> = {
  tenantId: (field, { conventions }, plan) => {
    parseTenant(text(field.after), conventions);
    if (field.before === null || plan.movesTenant === true) return;
    throw new AdminError(
      'TENANT_MOVE',
      `${plan.target.label} would move from ${text(field.before)} to ${text(field.after)}`,
      {
        hint: `If that is meant, say so: --move-to-tenant ${text(field.after)}`,
      },
    );
  },
  roles: (field, { conventions }, plan) => {
    parseRoles(added(field), conventions);
    if (list(field.after).length > 0) return;
    throw new AdminError('ATTRIBUTE_NOT_ALLOWED', `${plan.target.label} would have no role left`, {
      hint: 'Give another with --role. To keep the user out: sf-admin users disable',
    });
  },
  department: (field, { conventions }) => {
    if (field.after !== null) parseDepartment(text(field.after), conventions);
  },
  email: (field, { conventions }) => {
    parseEmail(text(field.after), conventions);
  },
  ...URL_RULES,
};

function urlRule(field: FieldChange, _: Directory, plan: Plan): void {
  added(field).forEach(parseClientUrl);
  const count = list(field.after).length;
  if (count <= MAX_CLIENT_URLS) return;
  throw new AdminError(
    'TOO_MANY_URLS',
    `${plan.target.label} would have ${count} ${URL_NAMES[field.field] ?? 'URLs'}`,
    {
      hint: `Cognito takes ${MAX_CLIENT_URLS} a client. Remove one that is no longer used first.`,
    },
  );
}

const URL_NAMES: Readonly<Record<string, string>> = {
  callbackUrls: 'callback URLs',
  logoutUrls: 'logout URLs',
};

function added(field: FieldChange): string[] {
  const before = list(field.before);
  return list(field.after).filter((item) => !before.includes(item));
}

function list(value: FieldValue): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

function text(value: FieldValue): string {
  return value === null ? '' : String(value);
}
