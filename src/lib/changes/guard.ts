import { MAX_CLIENT_URLS, parseClientUrl } from '../conventions/client-url.js';
import { parseDepartment } from '../conventions/department.js';
import { parseEmail } from '../conventions/email.js';
import { parseRoles } from '../conventions/roles.js';
import { parseTenant } from '../conventions/tenant.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { addsClient, isUnchanged, type Plan } from './change.js';
import { type FieldChange, type FieldValue, isList, movedFields } from '../model/field-change.js';
import type { Target } from '../model/target.js';
import { fieldLabel } from '../text/field-text.js';
import { quoted } from '../text/quoted.js';

/**
 * Refuses what no command may do: change a target outside the caller's tenant, in a context that is bound to a tenant
 * change what all tenants share or move a user to another tenant, leave a user without a valid tenant, grant an unknown
 * role, move a user to another tenant unasked, or register a URL that Cognito forbids. Only values that change are
 * checked, so that a user with an old role can still be edited.
 *
 * @throws AdminError with exit code 2 or 3, before anything is written
 */
export function guard(directory: Directory, plan: Plan): void {
  if (plan.target.kind === 'user') {
    assertInTenant(directory, plan.target.tenantId, plan.target.label);
    assertStaysInBoundTenant(directory, plan);
    if (plan.operation === 'users.create' && !isUnchanged(plan)) assertHasTenant(plan);
  } else {
    assertOwnTenants(directory, plan);
  }
  // A user who is deleted need not satisfy the conventions.
  if (plan.operation === 'users.delete') return;
  // An undo or a backup may bring back a value that breaks today's conventions, but not one that breaks Cognito's rules.
  const isBroughtBack = plan.undoes !== undefined || plan.operation === 'users.restore';
  const rules = isBroughtBack ? URL_RULES : RULES;
  for (const field of movedFields(plan.fields)) rules[field.field]?.(field, directory, plan);
}

/**
 * Refuses a user of another tenant than the one that the caller acts in.
 *
 * @throws AdminError TENANT_MISMATCH
 */
export function assertInTenant(directory: Directory, tenantId: string | null, label: string): void {
  const { tenant } = directory;
  if (tenant === undefined || tenant === tenantId) return;
  const owner = tenantId === null ? 'belongs to no tenant' : `belongs to ${tenantId}`;
  throw new AdminError('TENANT_MISMATCH', `${label} ${owner}, but this command is limited to ${tenant}`, {
    hint: `Nothing was written. ${tenantHint(directory, tenantId)}`,
  });
}

/** How to act on the user all the same. A context's tenant is not the caller's choice, so --tenant cannot override it. */
function tenantHint({ context }: Directory, tenantId: string | null): string {
  if (context.tenant !== undefined) {
    return `Check the user. Context ${context.name} is bound to ${context.tenant}; other contexts: sf-admin context list`;
  }
  return tenantId === null
    ? 'Check the user, or omit --tenant to act on a user without a tenant'
    : "Check the user, or act in the user's tenant: --tenant ID";
}

/**
 * Refuses, in a context that is bound to a tenant, whatever is not a user, unless it is known to concern that tenant alone.
 * A kind of target that a new command adds is refused as well.
 */
function assertOwnTenants({ context }: Directory, plan: Plan): void {
  const { kind, label, tenantId }: Target = plan.target;
  const { name, tenant, mayEditClient } = context;
  if (tenant === undefined || tenantId === tenant) return;
  const isClient = kind === 'client' && !addsClient(plan);
  if (isClient && mayEditClient === true) return;
  const whose = isClient
    ? `app client ${label} is shared by all tenants`
    : `${kind.replace('-', ' ')} ${label} may concern other tenants`;
  const leave = isClient ? `\nTo allow it in ${name}, add to it in the contexts file: mayEditClient: true` : '';
  throw new AdminError('TENANT_MISMATCH', `${whose}, but context ${name} is bound to ${tenant}`, {
    hint: `Nothing was written. Use a context that is bound to no tenant: sf-admin context list${leave}`,
  });
}

/** Neither a flag nor a row nor an undo moves a user out of the tenant that the context is bound to. */
function assertStaysInBoundTenant({ context }: Directory, { target, operation, fields }: Plan): void {
  const { name, tenant } = context;
  // Who is deleted moves nowhere.
  if (tenant === undefined || operation === 'users.delete') return;
  const move = movedFields(fields).find(({ field, after }) => field === 'tenantId' && after !== tenant);
  if (move === undefined) return;
  const there = move.after === null ? 'no tenant' : text(move.after);
  throw new AdminError(
    'TENANT_MISMATCH',
    `${target.label} would move to ${there}, but context ${name} is bound to ${tenant}`,
    {
      hint: 'Nothing was written. To move a user, use a context that is bound to no tenant: sf-admin context list',
    },
  );
}

function assertHasTenant(plan: Plan): void {
  if (plan.fields.some(({ field, after }) => field === 'tenantId' && after !== null)) return;
  throw new AdminError('INVALID_TENANT', `${plan.target.label} would have no tenant`, {
    hint: 'Give the tenant: --tenant ID',
  });
}

type Rule = (field: FieldChange, directory: Directory, plan: Plan) => void;

/** The rules that are Cognito's own. */
const URL_RULES: Readonly<Record<string, Rule>> = { callbackUrls: checkUrls, logoutUrls: checkUrls };

const RULES: Readonly<Record<string, Rule>> = {
  tenantId: (field, { conventions }, plan) => {
    assertParsed(field, (value) => parseTenant(value, conventions));
    if (field.before === null || plan.movesTenant === true) return;
    throw new AdminError(
      'TENANT_MOVE',
      `${plan.target.label} would move from ${text(field.before)} to ${text(field.after)}`,
      { hint: `To move the user, use --move-to-tenant ${text(field.after)}` },
    );
  },
  roles: (field, { conventions }, plan) => {
    parseRoles(added(field), conventions);
    if (list(field.after).length > 0) return;
    throw new AdminError('ATTRIBUTE_NOT_ALLOWED', `${plan.target.label} would have no role left`, {
      hint: 'Give the user another role with --role. To prevent sign-in: sf-admin users disable',
    });
  },
  department: (field, { conventions }) => {
    if (field.after !== null) assertParsed(field, (value) => parseDepartment(value, conventions));
  },
  email: (field, { conventions }) => {
    assertParsed(field, (value) => parseEmail(value, conventions));
  },
  ...URL_RULES,
};

function checkUrls(field: FieldChange, _: Directory, plan: Plan): void {
  const isRestored = plan.undoes !== undefined;
  for (const after of added(field)) {
    assertParsed({ field: field.field, before: null, after }, (url) => parseClientUrl(url, { isRestored }));
  }
  const count = list(field.after).length;
  if (count <= MAX_CLIENT_URLS) return;
  const message = `${plan.target.label} would have ${count} ${fieldLabel(field.field)}`;
  const hint = `Cognito allows at most ${MAX_CLIENT_URLS} per client. First remove one that is no longer used.`;
  throw new AdminError('TOO_MANY_URLS', message, { hint });
}

/** What is written is the plan's value, so it has to be what the parser made of the text that was typed. */
function assertParsed(field: FieldChange, parse: (value: string) => string): void {
  const value = text(field.after);
  if (parse(value) === value) return;
  throw new AdminError('INVALID_ATTRIBUTE', `${fieldLabel(field.field)} ${quoted(value)} has spaces around it`, {
    hint: 'Remove them',
  });
}

function added(field: FieldChange): string[] {
  const before = list(field.before);
  return list(field.after).filter((item) => !before.includes(item));
}

function list(value: FieldValue): readonly string[] {
  return isList(value) ? value : [];
}

function text(value: FieldValue): string {
  return value === null ? '' : String(value);
}
