/** A request for a path under `/import-jobs/`, as either door gets it. */
export interface TransferRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Where requests of this kind go. */
export function isTransfer(path: string): boolean {
  return path.startsWith('/import-jobs/');
}
