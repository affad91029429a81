import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import { endpointIdentity, NEW_POOL } from '../cognito/client/endpoint.js';
import { UNNAMED } from '../config/resolve-context.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { isSystemError } from '../files/system-error.js';
import { readLinesFromEnd, unreadable } from './file/read-lines.js';
import { parsedUrl } from '../text/parsed-url.js';

/** What decides which history a pool has. */
export interface HistoryPlace {
  readonly poolId: string;
  readonly url?: string;
  readonly credentials: { readonly kind: 'sandbox' | 'aws' };
}

/**
 * The files of a history. It belongs to a user pool at an endpoint, whatever the context is called. Earlier versions had a
 * file for each context, which may hold changes of several pools: they are read and never written.
 */
export interface HistoryFiles {
  /** The file to which changes are appended. It may not exist. */
  readonly current: string;
  /** Files of earlier versions that may hold changes of this pool, that of the context itself first. */
  readonly earlier: readonly string[];
  /** Whether a record is of this pool at this endpoint. */
  readonly isOwn: (record: { readonly poolId: string; readonly endpoint: string | null }) => boolean;
}

/** @throws AdminError HISTORY_UNREADABLE */
export function historyFiles({
  dataFolder,
  context,
  endpoint,
}: Pick<Directory, 'dataFolder' | 'context'> & { readonly endpoint: HistoryPlace }): HistoryFiles {
  const current = historyFile(dataFolder, endpoint);
  // What earlier versions recorded of a sandbox that was served is in this file too.
  // So are creations of further pools, which were recorded before they had an ID.
  if (isEmbedded(endpoint)) {
    return { current, earlier: [], isOwn: ({ poolId }) => poolId === endpoint.poolId || poolId === NEW_POOL };
  }
  const own = endpointIdentity(endpoint.url);
  return {
    current,
    earlier: filesOfContexts(dataFolder, context.name, endpoint),
    isOwn: (record) => record.poolId === endpoint.poolId && endpointIdentity(record.endpoint) === own,
  };
}

/**
 * Like `historyFiles`, for what is only shown: files of earlier versions that are unsafe or cannot be read are left out with
 * a warning, since they may have nothing of this pool. What undoes or verifies needs every file.
 *
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function historyFilesToShow(directory: Directory, warn: (text: string) => void): Promise<HistoryFiles> {
  const files = historyFiles(directory);
  const earlier: string[] = [];
  for (const file of files.earlier) {
    const lines = readLinesFromEnd(file);
    try {
      await lines.next();
      earlier.push(file);
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      const { commandLine } = await import('../directory.js');
      const command = commandLine(directory, 'history verify');
      warn(`changes recorded in ${file} are not shown: ${error.message}. See: ${command}`);
    } finally {
      await lines.return();
    }
  }
  return { ...files, earlier };
}

/** The file to which the changes of a pool are appended. */
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

/** The embedded sandbox belongs to the data folder. A sandbox that is served is a pool at an endpoint like any other. */
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
