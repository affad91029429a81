import { listClients } from '../client/list-clients.js';
import { readClient } from '../client/read-client.js';
import type { Directory } from '../directory.js';
import { clientFindings } from './client-rules.js';
import type { Finding } from './finding.js';
import { poolFindings } from './pool-rules.js';

/** What a check of a pool came to. */
export interface PoolCheck {
  readonly findings: readonly Finding[];
  /** How many app clients were looked at. */
  readonly clients: number;
}

/** Holds the user pool and each of its app clients against StackFlow's rules. It reads and changes nothing. */
export async function checkPool(directory: Directory): Promise<PoolCheck> {
  const findings = poolFindings(await directory.pool(), directory.conventions);
  let clients = 0;
  for await (const { clientId } of listClients(directory)) {
    clients += 1;
    findings.push(...clientFindings(await readClient(directory, clientId)));
  }
  return { findings, clients };
}
