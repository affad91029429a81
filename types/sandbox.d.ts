interface DirectoryContext {
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
interface Directory {
  readonly context: DirectoryContext;
  /**
   * Cancels the calls in progress, which then fail with CANCELLED, and closes the connections. The directory cannot be used
   * afterwards. It may be called again.
   */
  readonly close: () => Promise<void>;
  /** The same as `close`, for `await using`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}
export interface SandboxOptions {
  /** How many users the pool starts with; 0 for an empty one. Default: 20, in three tenants. */
  readonly users?: number;
  /** Where the state is kept, and is read again by the next sandbox with this folder. Default: in memory. */
  readonly folder?: string;
  /** Milliseconds that each call takes longer. */
  readonly latencyMs?: number;
  /** Calls per second; all others are throttled. */
  readonly rps?: number;
  /** The probability of each fault for one call, from 0 to 1, and at most 1 in total. */
  readonly faults?: SandboxFaults;
}
export interface SandboxFaults {
  /** The call is refused with TooManyRequestsException. */
  readonly throttle?: number;
  /** The call fails with InternalErrorException. */
  readonly error?: number;
  /** The connection is dropped, half the time after the call had its effect. */
  readonly reset?: number;
}
/** An embedded user pool, with its app client. */
export interface Sandbox {
  readonly poolId: string;
  readonly clientId: string;
  readonly region: string;
  /**
   * The configuration of a client of AWS's SDK that calls this pool:
   * `new CognitoIdentityProviderClient(sandbox.clientConfig)`.
   */
  readonly clientConfig: SandboxClientConfig;
  /** Opens the pool as sf-admin does, for the functions of `sf-admin`. It is closed with the sandbox. */
  readonly openDirectory: (options?: SandboxDirectoryOptions) => Promise<Directory>;
  /** Closes the directories, and removes what was not kept in a folder. It may be called again. */
  readonly close: () => Promise<void>;
  /** The same as `close`, for `await using`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}
/** A sandbox that answers over HTTP. */
export interface ServedSandbox extends Sandbox {
  /** Such as `http://127.0.0.1:43210`. */
  readonly url: string;
  /** The issuer that tokens of the pool name. Discovery is at `URL/POOL_ID`, whichever it is. */
  readonly issuer: string;
}
export interface SandboxClientConfig {
  readonly region: string;
  /** The sandbox accepts any. */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
  /** In process: what calls the sandbox in place of a network. */
  readonly requestHandler?: SandboxHandler;
  /** Over HTTP: the URL. */
  readonly endpoint?: string;
}
/** A request handler of AWS's SDK, by its form. */
export interface SandboxHandler {
  handle(
    request: any,
    options?: any,
  ): Promise<{
    response: any;
  }>;
  readonly metadata: {
    readonly handlerProtocol: string;
  };
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}
export interface SandboxDirectoryOptions {
  /** The tenant to act in. */
  readonly tenant?: string;
  /** Refuse every write with READ_ONLY. */
  readonly readOnly?: boolean;
  /** Ask for confirmations as a protected user pool does. */
  readonly protected?: boolean;
  /** Seconds that one call may take, its retries included. Default: 30. */
  readonly timeoutSeconds?: number;
}
/**
 * Makes a sandbox in this process, without a network.
 *
 * @throws AdminError USAGE for an invalid number or probability; SANDBOX_STATE if the folder holds another file of that name
 */
export declare function openSandbox(options?: SandboxOptions): Promise<Sandbox>;
export interface ServeOptions extends SandboxOptions {
  /** Default: any free port. */
  readonly port?: number;
  /**
   * Which issuer tokens name: Cognito's URL of the pool, or the pool's URL at this sandbox, for clients that use discovery.
   * Default: `aws`.
   */
  readonly issuer?: 'aws' | 'served';
}
/**
 * Makes a sandbox that answers over HTTP on the loopback address, for clients in any language, with a hosted UI.
 *
 * @throws AdminError as `openSandbox` does; USAGE if the port is not available
 */
export declare function serveSandbox(options?: ServeOptions): Promise<ServedSandbox>;

export {};
