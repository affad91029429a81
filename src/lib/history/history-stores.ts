import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { endpointIdentity, NEW_POOL } from '../cognito/client/endpoint.js';
import type { Table } from '../cognito/table/table.js';
import { UNNAMED } from '../config/resolve-context.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { isSystemError } from '../files/system-error.js';
import { fileStore } from './file/file-store.js';
import { unreadable } from './file/read-lines.js';
import { restOfFile, takenOver } from './migrate/taken-over.js';
import type { TablePlace } from './table/table-chain.js';
import { tableStore } from './table/table-store.js';
import type { HistoryStore } from './store.js';
import { parsedUrl } from '../text/parsed.js';

/** A directory, as far as its history is concerned. */
export type HistoryOwner = Pick<Directory, 'dataFolder' | 'context' | 'table'> & { readonly endpoint: HistoryPlace };

/** What decides which history a pool has. */
export interface HistoryPlace {
  readonly poolId: string;
  readonly url?: string;
  readonly credentials: { readonly kind: 'sandbox' | 'aws' };
}

/**
 * Where a history is. It belongs to a user pool at an endpoint, whatever the context is called. Earlier versions had a
 * file for each context, which may hold changes of several pools: they are read and never written.
 */
export interface HistoryStores {
  /** The store to which changes are appended. It may be empty. */
  readonly current: HistoryStore;
  /** Files of earlier versions that may hold changes of this pool, that of the context itself first. */
  readonly earlier: readonly HistoryStore[];
  /** That of `earlier` to which this version appended before the history was shared, if anything of it is left there. */
  readonly beforeTable: readonly HistoryStore[];
  /** Whether a record is of this pool at this endpoint. */
  readonly isOwn: (record: { readonly poolId: string; readonly endpoint: string | null }) => boolean;
}

/** @throws AdminError HISTORY_UNREADABLE */
export function historyStores(owner: HistoryOwner): HistoryStores {
  const { dataFolder, context, endpoint, table } = owner;
  const current = poolStore(owner, endpoint);
  // What earlier versions recorded of a sandbox that was served is in this file too.
  // So are creations of further pools, which were recorded before they had an ID.
  if (isEmbedded(endpoint)) {
    return {
      current,
      earlier: [],
      beforeTable: [],
      isOwn: ({ poolId }) => poolId === endpoint.poolId || poolId === NEW_POOL,
    };
  }
  const own = endpointIdentity(endpoint.url);
  const beforeTable = table === undefined ? [] : beforeTheTable(historyFile(dataFolder, endpoint), table);
  return {
    current,
    earlier: [...beforeTable, ...filesOfContexts(dataFolder, context.name, endpoint).map(fileStore)],
    beforeTable,
    isOwn: (record) => record.poolId === endpoint.poolId && endpointIdentity(record.endpoint) === own,
  };
}

/**
 * Like `historyStores`, for what is only shown: files of earlier versions that are unsafe or cannot be read are left
 * out with a warning, since they may have nothing of this pool. What undoes or verifies needs every file.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function historyStoresToShow(directory: Directory, warn: (text: string) => void): Promise<HistoryStores> {
  const stores = historyStores(directory);
  const earlier: HistoryStore[] = [];
  for (const store of stores.earlier) {
    const lines = store.linesFromEnd();
    try {
      await lines.next();
      earlier.push(store);
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      const { commandLine } = await import('../directory.js');
      const command = commandLine(directory, 'history verify');
      warn(`changes recorded in ${store.name} are not shown: ${error.message}. See: ${command}`);
    } finally {
      await lines.return();
    }
  }
  return { ...stores, earlier };
}

/**
 * The store to which the changes of a pool are appended.
 *
 * @param endpoint that of the owner, or of a pool that is being created
 */
export function poolStore(
  { dataFolder, table }: Pick<HistoryOwner, 'dataFolder' | 'table'>,
  endpoint: HistoryPlace,
): HistoryStore {
  if (table === undefined) return fileStore(historyFile(dataFolder, endpoint));
  return tableStore(tablePlace(dataFolder, table, endpoint));
}

/** The name of a pool at an endpoint in the table of a team, and of its file. */
export function poolKey(endpoint: HistoryPlace): string {
  return basename(historyFile('', endpoint)).replace(/\.ndjson$/, '');
}

/** Where the history of a pool is in the table of a team. */
export function tablePlace(dataFolder: string, table: Table, endpoint: HistoryPlace): TablePlace {
  const file = historyFile(dataFolder, endpoint);
  const memory = join(dataFolder, 'history', 'tables', table.region, table.name, basename(file));
  return { table, pool: poolKey(endpoint), memory };
}

/**
 * What this machine recorded before the history was shared. It is read and not written any more; what was taken over
 * into the table is read there.
 */
function beforeTheTable(file: string, table: Table): HistoryStore[] {
  const taken = takenOver(file, table);
  if (taken === undefined) return existsSync(file) || existsSync(`${file}.head`) ? [fileStore(file)] : [];
  return sizeOf(file) === taken.bytes ? [] : [restOfFile(file, taken)];
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The file of the history of a pool on this machine. */
export function historyFile(dataFolder: string, endpoint: HistoryPlace): string {
  if (isEmbedded(endpoint)) return sandboxHistory(dataFolder);
  const name = endpointIdentity(endpoint.url);
  return join(
    dataFolder,
    'history',
    'pools',
    `${safe(endpoint.poolId)}${name === null ? '' : `@${fileName(name)}`}.ndjson`,
  );
}

/** The history of the embedded sandbox, which every version has kept here. */
export function sandboxHistory(dataFolder: string): string {
  return join(dataFolder, 'history', 'sandbox.ndjson');
}

/**
 * The embedded sandbox belongs to the data folder. A sandbox that is served is a pool at an endpoint like any other.
 */
function isEmbedded({ url, credentials }: HistoryPlace): boolean {
  return url === undefined && credentials.kind === 'sandbox';
}

/** For people, the host; for uniqueness, a hash. */
function fileName(endpoint: string): string {
  // Loaded only here: a completion, which is mostly one for a pool without an address, would wait 3 ms for it.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const host = parsedUrl(endpoint)?.host ?? '';
  return `${safe(host).slice(0, 100)}-${createHash('sha256').update(endpoint).digest('hex').slice(0, 12)}`;
}

function safe(name: string): string {
  return name.replace(/[^\w.-]/g, '_');
}

const HISTORY = /\.ndjson(?:\.head)?$/;

/** The files of the contexts; also those of which only the head is left, since verify reports that. */
function filesOfContexts(dataFolder: string, context: string, endpoint: HistoryPlace): string[] {
  const folder = join(dataFolder, 'history');
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    // ENOTDIR: reported when something is written.
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw unreadable(error);
  }
  const files = new Set(names.filter((name) => HISTORY.test(name)).map((name) => name.replace(/\.head$/, '')));
  // What the sandbox's history has without an endpoint was done in the embedded sandbox.
  if (endpointIdentity(endpoint.url) === null) files.delete(basename(sandboxHistory(dataFolder)));
  const ofContext = `${context === UNNAMED ? `@${safe(endpoint.poolId)}` : context}.ndjson`;
  return [...files]
    .sort((one, other) => Number(other === ofContext) - Number(one === ofContext))
    .map((name) => join(folder, name));
}
