import { minute } from '../output/cells.js';
import type { Column, ListView } from '../output/view.js';
import { REVIEW_COLUMNS } from './review-columns.js';
import type { ReviewedUser } from './review.js';

/** Terminal cells of a line that has room for the last sign-in. */
const WIDE = 100;

/**
 * A review on a terminal: who it is, and what the decision is about.
 *
 * @param width terminal cells of a line; undefined for no limit
 * @param hasSignIns whether sign-ins are known
 */
export function reviewTable({
  width = Infinity,
  hasSignIns,
}: {
  readonly width: number | undefined;
  readonly hasSignIns: boolean;
}): ListView<ReviewedUser> {
  return {
    columns: REVIEW_COLUMNS.map((column) => ({ ...column, ...SHORT[column.key] })),
    tableColumns: [
      ...['email', 'tenantId', 'roles', 'mfa', 'access'],
      ...(hasSignIns && width >= WIDE ? ['lastSignIn'] : []),
    ],
    id: ({ username }) => username,
    json: (user) => user,
  };
}

const SHORT: Readonly<Record<string, Pick<Column<ReviewedUser>, 'value'>>> = {
  roles: { value: privilegesFirst },
  mfa: { value: ({ mfa }) => (mfa === null ? 'unknown' : mfa.length === 0 ? 'none' : mfa.map(factorName)) },
};

/** Privileged ones are in front, where they are not cut off. Roles for a time say until when, and groups what they are. */
function privilegesFirst({ roles, privilegedRoles, temporary, privilegedGroups: groups }: ReviewedUser): string[] {
  const ends = new Map(temporary.map(({ role, until }) => [role, ` until ${minute(until)}`]));
  const isPrivileged = (role: string) => privilegedRoles.includes(role);
  const ordered = [...roles.filter(isPrivileged), ...roles.filter((role) => !isPrivileged(role))];
  const names = ordered.map((role) => `${role}${ends.get(role) ?? ''}`);
  return [
    ...names.slice(0, privilegedRoles.length),
    ...groups.map((name) => `group ${name}`),
    ...names.slice(privilegedRoles.length),
  ];
}

/** Cognito's names of factors are longer than the rest of the row. */
function factorName(factor: string): string {
  return FACTORS.get(factor) ?? factor;
}

const FACTORS = new Map([
  ['SOFTWARE_TOKEN_MFA', 'TOTP'],
  ['SMS_MFA', 'SMS'],
  ['EMAIL_OTP', 'email'],
]);
