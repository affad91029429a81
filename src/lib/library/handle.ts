import type { Directory as Opened } from '../directory.js';
import { AdminError } from '../errors.js';
import { UNNAMED } from '../config/resolve-context.js';
import { namedAddress } from '../cognito/client/endpoint.js';

/** The user pool that a directory acts on, and the rules for it. */
export interface DirectoryContext {
  /** The name of the context; null for a pool that was named by its ID and that no context knows. */
  readonly name: string | null;
  readonly poolId: string;
  /** The app client, if there is one. */
  readonly clientId: string | null;
  readonly region: string;
  /** The AWS account that the pool is expected in. It is checked before the first write. */
  readonly account: string | null;
  /** The address that requests are sent to, if it is not AWS's own for the region. */
  readonly endpoint: string | null;
  /** The tenant that the directory acts in: users of other tenants are refused. */
  readonly tenant: string | null;
  /** Whether a change that is irreversible or grants a privileged role needs the target's name as a confirmation. */
  readonly protected: boolean;
  /** Whether every write is refused. */
  readonly readOnly: boolean;
}

/**
 * An open user pool. Any number of them can be open at once. It is made by `openDirectory`, or by a sandbox, and is given
 * to the functions of this module; it has no functions of its own but those that close it.
 */
export interface Directory {
  readonly context: DirectoryContext;
  /**
   * Cancels the calls in progress, which then fail with CANCELLED, and closes the connections. The directory cannot be used
   * afterwards. It may be called again.
   */
  readonly close: () => Promise<void>;
  /** The same as `close`, for `await using`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** What each open directory stands for. Callers get plain data, so that nothing can be called past the guard. */
const OPENED = new WeakMap<Directory, Opened>();

/** @param onClose called once, when the directory is closed, before its connections are */
export function makeHandle(opened: Opened, onClose: () => void): Directory {
  const close = async (): Promise<void> => {
    if (!OPENED.delete(handle)) return;
    onClose();
    await Promise.all([opened.cognito.close(), opened.table?.close()]);
  };
  const handle: Directory = Object.freeze({
    context: contextOf(opened),
    close,
    [Symbol.asyncDispose]: close,
  });
  OPENED.set(handle, opened);
  return handle;
}

/** @throws AdminError USAGE for a directory that is closed, and for an object that is none */
export function opened(directory: Directory): Opened {
  const found = OPENED.get(directory);
  if (found !== undefined) return found;
  throw new AdminError('USAGE', 'the directory is not open', {
    hint: 'Open it with openDirectory, and close it after the last call.',
  });
}

function contextOf({ context, endpoint, tenant }: Opened): DirectoryContext {
  return Object.freeze({
    name: context.name === UNNAMED ? null : context.name,
    poolId: endpoint.poolId,
    clientId: context.clientId ?? null,
    region: endpoint.region,
    account: endpoint.account ?? null,
    endpoint: namedAddress(endpoint) ?? null,
    tenant: tenant ?? null,
    protected: context.protected,
    readOnly: endpoint.readOnly === true,
  });
}
