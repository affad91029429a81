/** An API whose scopes app clients may request. */
export interface ResourceServerState {
  readonly name: string;
  /** Descriptions by name. The full name of a scope is `identifier/name`. */
  readonly scopes: Readonly<Record<string, string>>;
}
