/** How bad it is if a rule is broken, the least first. */
export const SEVERITIES = ['note', 'low', 'medium', 'high', 'critical'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** Findings of this severity or a higher one fail a check, unless `--severity` says otherwise. */
export const DEFAULT_SEVERITY: Severity = 'medium';

/** Whether `severity` is as high as `limit`, or higher. */
export function isAtLeast(severity: Severity, limit: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(limit);
}
