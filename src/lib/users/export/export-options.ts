import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { ExportOptions } from './export-checkpoint.js';
import type { UserFilter } from '../read/user-pages.js';

/** How an export writes each user. */
export interface ExportForm {
  readonly format: 'ndjson' | 'csv';
  /** Keys of the columns, in their order; `undefined` for the JSON of a user as it is. */
  readonly columns: readonly string[] | undefined;
  readonly header: boolean;
  readonly rawCsv: boolean;
}

/** All that decides what an export writes, by the flags that say it. */
export function exportOptions(directory: Directory, filter: UserFilter, form: ExportForm): ExportOptions {
  const { endpoint, tenant } = directory;
  const { enabled, limit } = filter;
  return {
    'pool-id': endpoint.poolId,
    region: endpoint.region,
    'endpoint-url': endpoint.url ?? null,
    tenant: tenant ?? null,
    role: filter.role ?? null,
    department: filter.department ?? null,
    status: filter.status ?? null,
    enabled: enabled === true ? '' : null,
    disabled: enabled === false ? '' : null,
    'email-prefix': filter.emailPrefix ?? null,
    limit: limit === undefined ? null : String(limit),
    output: form.format,
    columns: form.columns?.join(',') ?? null,
    'no-header': form.format === 'ndjson' || form.header ? null : '',
    'raw-csv': form.format === 'csv' && form.rawCsv ? '' : null,
  };
}

/**
 * Refuses to go on with an export that was begun on other terms: half of the file would hold what the other half does
 * not.
 *
 * @param file what the person calls it
 * @throws AdminError NOT_RESUMABLE
 */
export function assertSameOptions(file: string, before: ExportOptions, now: ExportOptions): void {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const changed = names.filter((name) => (before[name] ?? null) !== (now[name] ?? null));
  if (changed.length === 0) return;
  const said = (terms: ExportOptions): string => changed.map((name) => flagText(name, terms[name])).join(' ');
  throw new AdminError('NOT_RESUMABLE', `the export to ${file} was begun with other flags`, {
    hint: `Then: ${said(before)}\nNow: ${said(now)}\nRepeat them as they were, or export to another file.`,
  });
}

function flagText(name: string, term: string | null | undefined): string {
  if (term === null || term === undefined) return `no --${name}`;
  return term === '' ? `--${name}` : `--${name} ${term}`;
}
