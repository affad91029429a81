import { AdminError, type ErrorCode } from '../errors.js';

/** A part of a report that could not be read. It is not the same as one without anything in it. */
export interface Unread {
  /** What it is: `the users`. */
  readonly part: string;
  /** Why, in a sentence without a full stop. */
  readonly reason: string;
}

/** Codes of a part that cannot be read now, whatever the state of the rest. */
const PART_ONLY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ACCESS_DENIED',
  'UNSUPPORTED_OPERATION',
  'HISTORY_UNREADABLE',
]);

/** What could not be read of a report, as it is found out. */
export class UnreadParts {
  readonly list: Unread[] = [];

  /**
   * The result of reading a part; `null` if the caller may not read it, or the service does not have it.
   *
   * @throws any other error: a report with a part that happens to be missing would mislead
   */
  async read<T>(part: string, read: () => Promise<T>): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AdminError) || !PART_ONLY.has(error.code)) throw error;
      this.list.push({ part, reason: error.message });
      return null;
    }
  }
}

export function unreadText({ part, reason }: Unread): string {
  return `Not read: ${part}. ${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
