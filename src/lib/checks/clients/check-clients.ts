import { type ClientReading, readClient } from '../../client/read-client.js';
import { readClients } from '../../client/read-clients.js';
import type { Directory } from '../../directory.js';
import { specFromLive } from '../../pool-spec/live/spec-from-live.js';
import type { Expectation } from '../baselines/expectation.js';
import { clientBaselineFindings } from '../baselines/expectations-baseline.js';
import type { Finding, RuleInfo } from '../finding.js';
import type { Unchecked } from '../report/report.js';
import { clientFindings } from './check-client.js';
import { CLIENT_RULES } from './client-rules.js';

export interface ClientCheckInput {
  /** Every app client of the pool, instead of the context's. */
  readonly all: boolean;
  /** Those of a baseline; those that are not about app clients are left out. */
  readonly expectations: readonly Expectation[];
  /** The IDs of the rules to check. */
  readonly rules: ReadonlySet<string>;
}

/** Every rule of a check of app clients. */
export function clientCheckRules(expectations: readonly Expectation[]): RuleInfo[] {
  return [...CLIENT_RULES, ...expectations.filter(({ of }) => of.kind === 'client')];
}

/** The result of a check of app clients. */
export interface ClientsCheck {
  readonly findings: readonly Finding[];
  /** How many app clients were checked, and how many were deleted after they were listed. */
  readonly clients: number;
  readonly deleted: number;
  readonly unchecked: Unchecked | undefined;
}

/** The rules of app clients that a check without any app client could not check. */
export function uncheckedRules(clients: number, rules: Iterable<string>): Unchecked | undefined {
  return clients === 0 ? { rules: new Set(rules), reason: 'the user pool has no app client' } : undefined;
}

/**
 * Checks app clients against the rules of app clients and the clients' part of a baseline.
 *
 * @throws AdminError MISSING_INPUT if the context has no app client; CLIENT_NOT_FOUND
 */
export async function checkClients(
  directory: Directory,
  { all, expectations, rules }: ClientCheckInput,
): Promise<ClientsCheck> {
  const selected = expectations.filter(({ rule }) => rules.has(rule));
  const findings: Finding[] = [];
  const counts = { clients: 0, deleted: 0 };
  const onDeleted = () => (counts.deleted += 1);
  for await (const reading of all ? readClients(directory, onDeleted) : [await readClient(directory)]) {
    counts.clients += 1;
    findings.push(
      ...(await clientFindings(directory, reading, rules)),
      ...clientBaselineFindings(directory, selected, reading.client, clientSpec(directory, reading)),
    );
  }
  return { findings, ...counts, unchecked: uncheckedRules(counts.clients, rules) };
}

function clientSpec({ endpoint }: Directory, reading: ClientReading) {
  const live = {
    pool: {},
    mfa: {},
    clients: [{ ...reading, current: true }],
    domain: undefined,
    region: endpoint.region,
  };
  return specFromLive(live).spec.clients?.[0] ?? {};
}
