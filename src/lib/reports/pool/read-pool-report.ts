import type { Baseline } from '../../checks/baselines/baseline.js';
import type { Expectation } from '../../checks/baselines/expectation.js';
import { checkClients, clientCheckRules } from '../../checks/clients/check-clients.js';
import { type Finding, findingKey } from '../../checks/finding.js';
import { checkUsers } from '../../checks/people/check-users.js';
import { USER_RULES, usersFindings } from '../../checks/people/users-findings.js';
import { checkPool, poolCheckRules } from '../../checks/pools/check-pool.js';
import { withAcceptances } from '../../checks/report/report.js';
import type { RuleInfo } from '../../checks/finding.js';
import type { Directory } from '../../directory.js';
import type { ChangeRecord } from '../../history/record.js';
import { ChangeCounter, type ChangeNumbers } from '../history/change-numbers.js';
import { readChanges } from '../history/read-changes.js';
import { type Origin, originOf } from '../origin.js';
import { type Unread, UnreadParts } from '../unread.js';
import { FindingsCollector, type FindingsSummary } from './findings-summary.js';
import { UserCounter, type UserNumbers } from './user-numbers.js';

/** A user pool, or a tenant of it, in numbers. The keys are the JSON output. */
export interface PoolReport {
  readonly origin: Origin;
  /** `null` if the users could not be read. */
  readonly users: UserNumbers | null;
  readonly findings: FindingsSummary;
  /** `null` if the history could not be read. */
  readonly changes: RecentChanges | null;
  /** What could not be read. */
  readonly unread: readonly Unread[];
}

/** The latest changes. */
export interface RecentChanges extends ChangeNumbers {
  /** ISO 8601, UTC. */
  readonly since: string;
  /** The newest of them, newest first. */
  readonly latest: readonly ChangeRecord[];
  /** Sentences about what could not be read. */
  readonly gaps: readonly string[];
}

export interface PoolReportOptions {
  /** What the pool is checked against. */
  readonly baselines: readonly Baseline[];
  /** What the app clients are checked against. */
  readonly expectations: readonly Expectation[];
  /** Find users who have not signed in for so many days, which takes a call for each. */
  readonly inactiveDays?: number | undefined;
  readonly now: Date;
  /** Called with the number of users read so far. */
  readonly onProgress: (users: number) => void;
}

/** The one part that no check looks at. */
export const HISTORY_PART = 'the history';

/** What the check of users looks for only with `inactiveDays`. */
const ON_REQUEST = 'NOT_SIGNED_IN';

/** Changes that the report counts, and those of them that it shows. */
const RECENT_DAYS = 30;
const LATEST = 20;
const DAY_MS = 86_400_000;

/**
 * Reads everything that the report shows. The users are read once, in constant memory.
 *
 * @throws AdminError as the calls do, unless the caller may not make one: that part is then unread
 */
export async function readPoolReport(directory: Directory, options: PoolReportOptions): Promise<PoolReport> {
  const { now } = options;
  const origin = await originOf(directory, now);
  const parts = new UnreadParts();
  const collector = new FindingsCollector();
  const collect = (check: string, findings: AsyncIterable<Finding> | Iterable<Finding>) =>
    collector.collect(check, withAcceptances(findings, directory.context.acceptedFindings ?? [], now));
  await collectSettings(directory, options, { parts, collect });
  const users = await parts.read('the users', () =>
    readUsers(directory, options, (found) => collect('users check', found)),
  );
  const changes = await parts.read(HISTORY_PART, () => recentChanges(directory, now));
  return { origin, users, findings: collector.summary(), changes, unread: parts.list };
}

type Collect = (check: string, findings: AsyncIterable<Finding> | Iterable<Finding>) => Promise<void>;

async function collectSettings(
  directory: Directory,
  { baselines, expectations }: PoolReportOptions,
  { parts, collect }: { readonly parts: UnreadParts; readonly collect: Collect },
): Promise<void> {
  const rules = (infos: readonly RuleInfo[]) => new Set(infos.map(({ rule }) => rule));
  const pool = await parts.read('the settings of the user pool', () =>
    checkPool(directory, baselines, rules(poolCheckRules(baselines))),
  );
  const clients = await parts.read('the app clients', () =>
    checkClients(directory, { all: true, expectations, rules: rules(clientCheckRules(expectations)) }),
  );
  await collect('pool check', pool?.findings ?? []);
  // Both checks look at the app clients.
  const known = new Set(pool?.findings.map(findingKey));
  await collect('client check', clients?.findings.filter((finding) => !known.has(findingKey(finding))) ?? []);
}

async function readUsers(
  directory: Directory,
  { now, inactiveDays, onProgress }: PoolReportOptions,
  collect: (findings: AsyncIterable<Finding>) => Promise<void>,
): Promise<UserNumbers> {
  const counter = new UserCounter(directory.conventions, now);
  const kinds = new Set(
    USER_RULES.map(({ rule }) => rule).filter((rule) => inactiveDays !== undefined || rule !== ON_REQUEST),
  );
  const check = checkUsers(directory, { kinds, inactiveDays, now }, (person) => {
    counter.add(person);
    onProgress(check.read());
  });
  await collect(usersFindings(check, directory));
  return counter.numbers();
}

async function recentChanges(directory: Directory, now: Date): Promise<RecentChanges> {
  const since = new Date(now.getTime() - RECENT_DAYS * DAY_MS).toISOString();
  const counter = new ChangeCounter();
  const latest: ChangeRecord[] = [];
  const { records, gaps } = readChanges(directory, { since }, now);
  for await (const record of records) {
    counter.add(record);
    if (latest.length < LATEST) latest.push(record);
  }
  return { since, ...counter.numbers(), latest, gaps: gaps() };
}
