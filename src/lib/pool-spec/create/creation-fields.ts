import type { FieldChange, FieldValue } from '../../model/field-change.js';
import type { PoolSpec } from '../schema.js';
import type { Remaining } from './remaining.js';

/** What a new pool gets, setting by setting: `passwordPolicy.minimumLength`, `clients.web.callbackUrls`. */
export function creationFields({
  clients = [],
  attributes = [],
  groups,
  identityProviders,
  ...pool
}: PoolSpec): FieldChange[] {
  return [
    ...fieldsOf(pool, ''),
    ...attributes.flatMap(({ name, ...settings }) => fieldsOf(settings, `attributes.${name}.`)),
    ...clients.flatMap(({ name = '', ...settings }) => [
      { field: `clients.${name}.name`, before: null, after: name },
      ...fieldsOf(settings, `clients.${name}.`),
    ]),
  ];
}

/** Those of them that are about what is missing. */
export function remainingFields(spec: PoolSpec, { mfa, clients, domain, style }: Remaining): FieldChange[] {
  const prefixes = [
    ...(mfa ? ['mfa.', 'passkeys.'] : []),
    ...clients.map(({ name = '' }) => `clients.${name}.`),
    ...(domain ? ['domain.'] : []),
    ...(style ? ['hostedUiCss'] : []),
  ];
  return creationFields(spec).filter(({ field }) => prefixes.some((prefix) => field.startsWith(prefix)));
}

function fieldsOf(structure: object, prefix: string): FieldChange[] {
  return Object.entries(structure).flatMap(([key, value]: [string, unknown]): FieldChange[] => {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return [];
    const field = prefix + key;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return fieldsOf(value, `${field}.`);
    return [{ field, before: null, after: value as FieldValue }];
  });
}
