import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { UserFilterText } from '../read/user-filter.js';
import type { ExportOptions } from './export-checkpoint.js';

/** How an export writes each user. */
export interface ExportForm {
  readonly format: 'ndjson' | 'csv';
  /** Keys of the columns, in their order; `undefined` to write the JSON of a user. */
  readonly columns: readonly string[] | undefined;
  readonly header: boolean;
  readonly rawCsv: boolean;
}

/** Everything that decides what an export writes, by the names of the flags. */
export function exportOptions(directory: Directory, filter: UserFilterText, form: ExportForm): ExportOptions {
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
 * Refuses to resume an export with other options: the two parts of the file would not match.
 *
 * @param file the file as the person named it
 * @throws AdminError NOT_RESUMABLE
 */
export function assertSameOptions(file: string, before: ExportOptions, now: ExportOptions): void {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const changed = names.filter((name) => (before[name] ?? null) !== (now[name] ?? null));
  if (changed.length === 0) return;
  const flags = (options: ExportOptions): string => changed.map((name) => flagText(name, options[name])).join(' ');
  throw new AdminError('NOT_RESUMABLE', `the export to ${file} was started with other flags`, {
    hint: `Then: ${flags(before)}\nNow: ${flags(now)}\nUse the same flags as then, or export to another file.`,
  });
}

function flagText(name: string, value: string | null | undefined): string {
  if (value === null || value === undefined) return `no --${name}`;
  return value === '' ? `--${name}` : `--${name} ${value}`;
}
