import type { Acceptance } from '../config/context.js';
import type { Severity } from './severity.js';

/*
 * checks/: rules, and findings that they are broken. A check only reads, and returns findings, each with its cause and its
 * fix. The rules are in sub-folders, a file per family; report/ turns findings into the formats that are printed.
 */

/** What a rule looks for, independently of what it finds. docs/checks.md lists all of them. */
export interface RuleInfo {
  /** Its ID, as a constant for scripts, `--only`, `--skip` and `acceptedFindings`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is so if the rule holds, in a sentence without a full stop: `the implicit grant is off`. */
  readonly expected: string;
  /** Why it matters, in one or two sentences. */
  readonly why: string;
}

/** A problem that a check found, or something that it could not check. The keys are part of the JSON output. */
export interface Finding extends RuleInfo {
  /**
   * `open` counts towards the exit status. `accepted` is a problem that the context's configuration accepts, for now.
   * `notCheckable` is what the API does not show, or could not be read: neither passed nor failed.
   */
  readonly status: 'open' | 'accepted' | 'notCheckable';
  /** What the finding is about: `user pool us-east-1_…`, `app client stackflow-web`. */
  readonly subject: string;
  /** The cause: what is wrong, in a sentence without a full stop. */
  readonly found: string;
  /** What to do about it, in one or two sentences. */
  readonly fix: string;
  /** The complete command that fixes it; `null` if there is none. */
  readonly command: string | null;
  /** Who accepts it, until when; `null` if it is not in the context's configuration. Kept when it has expired. */
  readonly acceptance: Acceptance | null;
}

/** What a rule reports of its subject; the rest of a finding comes from the rule. */
export type Problem = Pick<Finding, 'subject' | 'found' | 'fix'> &
  Partial<Pick<Finding, 'command' | 'expected' | 'severity' | 'status'>>;

/** A finding of a rule. */
export function findingOf({ rule, severity, expected, why }: RuleInfo, problem: Problem): Finding {
  return { rule, severity, status: 'open', expected, why, command: null, acceptance: null, ...problem };
}

/** What two checks find of the same subject has the same key. */
export function findingKey({ rule, subject, expected, found }: Finding): string {
  return JSON.stringify([rule, subject, expected, found]);
}
