// Conventions: StackFlow's rules for tenants, roles, departments, addresses, passwords, URLs and attributes. Pure
// functions: each parser returns the typed value or throws an AdminError with a hint how to correct it.

import { AdminError } from '../errors.js';
import type { Conventions } from '../model/conventions.js';
import type { TenantId } from '../model/names.js';
import { listed } from '../text/listed.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { correctNumbered, numberedShape } from './numbered-shape.js';
import { matchesWhole } from '../text/matches-whole.js';
import { parsePasted } from './pasted-text.js';
import { isStorable } from './storable-text.js';

type TenantConventions = Pick<Conventions, 'tenant'>;

/**
 * A tenant ID without outer spaces; otherwise never corrected silently, because the wrong tenant gives access to another
 * tenant's data.
 *
 * @throws AdminError INVALID_TENANT if it does not match the pattern or is not on the context's list, with a suggestion
 */
export function parseTenant(typed: string, conventions: TenantConventions): TenantId {
  const text = parsePasted(typed, 'tenant', 'INVALID_TENANT');
  if (isTenant(text, conventions)) return text as TenantId;
  const list = conventions.tenant.list;
  const matches = isStorable(text) && matchesWhole(conventions.tenant.pattern, text);
  throw new AdminError(
    'INVALID_TENANT',
    matches
      ? `tenant ${quoted(text)} is not one of this context's tenants`
      : `tenant ${quoted(text)} is not a StackFlow tenant ID`,
    {
      hint:
        didYouMean(suggestion(text, conventions)) +
        (list === undefined ? describe(conventions.tenant.pattern) : `Tenants: ${listed(list)}`),
    },
  );
}

/** Whether text is a tenant ID, without any correction. */
export function isTenant(text: string, { tenant }: TenantConventions): boolean {
  return (
    isStorable(text) && matchesWhole(tenant.pattern, text) && (tenant.list === undefined || tenant.list.includes(text))
  );
}

function suggestion(text: string, conventions: TenantConventions): string | undefined {
  const list = conventions.tenant.list;
  const corrected = corrections(text, conventions.tenant.pattern).find((candidate) => isTenant(candidate, conventions));
  return corrected ?? (list === undefined ? undefined : closest(text, list));
}

/** Texts that may have been meant, likeliest first. They need not be tenant IDs. */
function corrections(text: string, pattern: string): string[] {
  if (!isStorable(text)) return [];
  const lower = text.toLowerCase();
  const shape = numberedShape(pattern);
  const numbered = shape === undefined ? undefined : correctNumbered(text, shape);
  return [
    ...(numbered === undefined ? [] : [numbered]),
    lower,
    lower.replaceAll(/[\s-]+/g, '_'),
    lower.replaceAll(/[\s_]+/g, '-'),
    text.toUpperCase(),
  ];
}

function describe(pattern: string): string {
  const shape = numberedShape(pattern);
  if (shape === undefined) return `A tenant ID matches ${pattern}`;
  return `A tenant ID looks like ${shape.prefix}${'1'.padStart(Math.max(shape.minDigits, 1), '0')}`;
}
