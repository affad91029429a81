import { listClients } from '../../client/list-clients.js';
import { type ClientReading, readClient } from '../../client/read-client.js';
import type { Directory } from '../../directory.js';
import { specFromLive } from '../../pool-spec/live/spec-from-live.js';
import type { Expectation } from '../baselines/expectation.js';
import { clientBaselineFindings } from '../baselines/expectations-baseline.js';
import type { Finding, RuleInfo } from '../finding.js';
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

/**
 * Checks app clients against the rules of app clients and the clients' part of a baseline.
 *
 * @throws AdminError MISSING_INPUT if the context has no app client; CLIENT_NOT_FOUND
 */
export async function checkClients(
  directory: Directory,
  { all, expectations, rules }: ClientCheckInput,
): Promise<{ readonly findings: readonly Finding[]; readonly clients: number }> {
  const selected = expectations.filter(({ rule }) => rules.has(rule));
  const findings: Finding[] = [];
  let clients = 0;
  for await (const reading of readings(directory, all)) {
    clients += 1;
    findings.push(
      ...(await clientFindings(directory, reading, rules)),
      ...clientBaselineFindings(directory, selected, reading.client, clientSpec(directory, reading)),
    );
  }
  return { findings, clients };
}

async function* readings(directory: Directory, all: boolean): AsyncGenerator<ClientReading, void, undefined> {
  if (!all) yield await readClient(directory);
  else for await (const { clientId } of listClients(directory)) yield await readClient(directory, clientId);
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
