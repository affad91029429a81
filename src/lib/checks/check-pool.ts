import { listClients } from '../client/list-clients.js';
import { readClient } from '../client/read-client.js';
import type { Directory } from '../directory.js';
import { clientFindings } from './client-rules.js';
import type { Finding } from './finding.js';
import { poolFindings } from './pool-rules.js';

/*
 * checks/: rules, and findings that they are broken. A check only reads, and returns findings, each with its cause and its
 * fix. `pool check` runs the rules of `pool-rules` and `client-rules` from here; `users diagnose` runs those that
 * `user-rules` lists from `diagnose-user`.
 */

/** The result of a check of a pool. */
export interface PoolCheck {
  readonly findings: readonly Finding[];
  /** How many app clients were checked. */
  readonly clients: number;
}

/** Checks the user pool and each of its app clients against StackFlow's rules. */
export async function checkPool(directory: Directory): Promise<PoolCheck> {
  const findings = poolFindings(await directory.pool(), directory.conventions);
  let clients = 0;
  for await (const { clientId } of listClients(directory)) {
    clients += 1;
    findings.push(...clientFindings(await readClient(directory, clientId)));
  }
  return { findings, clients };
}
