import { type AdminError, type ErrorCode, EXIT } from '../../errors.js';

/** Every further row would fail alike, or could not be recorded. */
const STOPS_RUN = new Set<ErrorCode>([
  'HISTORY_UNWRITABLE',
  'DATA_FOLDER',
  'UNREACHABLE',
  'THROTTLED',
  'QUOTA_EXCEEDED',
]);

const TEMPORARY_EXITS = new Set<number>([EXIT.service, EXIT.cancelled, EXIT.partial]);

/** Whether no further row is started after a row failed with this error. */
export function stopsRun({ code, exitCode }: AdminError): boolean {
  return exitCode === EXIT.credentials || STOPS_RUN.has(code);
}

/** Whether a row that failed with this error is tried again when the run is resumed. */
export function isTemporary(error: AdminError): boolean {
  return stopsRun(error) || TEMPORARY_EXITS.has(error.exitCode);
}
