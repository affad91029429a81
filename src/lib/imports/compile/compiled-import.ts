import type { LineMap } from './line-map.js';

/** A source, checked whole and compiled to what Cognito's import takes. */
export interface CompiledImport {
  /** The compiled file. It holds personal data: whoever asked for it removes it. */
  readonly file: string;
  readonly rows: number;
  readonly lines: LineMap;
  /** How many users there are to be in each tenant, and with each privileged role. */
  readonly tenants: ReadonlyMap<string, number>;
  readonly privileged: ReadonlyMap<string, number>;
  /** Sentences on rows that repeat a user, and on bad rows that were left out. */
  readonly repeats: readonly string[];
  readonly skipped: readonly string[];
}
