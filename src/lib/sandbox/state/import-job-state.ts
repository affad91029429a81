import type { HashAlgorithm } from '../../model/imports/password-hash.js';

export type ImportJobStatus =
  'Created' | 'Pending' | 'InProgress' | 'Stopping' | 'Expired' | 'Stopped' | 'Failed' | 'Succeeded';

export interface ImportJobState {
  readonly name: string;
  readonly roleArn: string;
  /** The algorithm of the password hashes in the file; absent if it has none. */
  readonly hashes?: HashAlgorithm;
  /** The secret in the upload URL. */
  readonly signature: string;
  readonly createdAt: number;
  startedAt?: number;
  completedAt?: number;
  status: ImportJobStatus;
  /** Why it ended. */
  message?: string;
  /** Present while the job has its file, which is in the uploads folder. */
  upload?: ImportUploadState;
  imported: number;
  skipped: number;
  failed: number;
  /** The outcome of each row, in file order. Adjacent rows with the same outcome share an entry. */
  log: ImportLogRun[];
}

export interface ImportUploadState {
  /** The name in the uploads folder. It is unique, so that no upload replaces a file that is being read. */
  readonly file: string;
  readonly bytes: number;
  /** Present once the whole file has been checked. */
  readonly plan?: ImportPlanState;
}

/** A job's progress in its file. */
export interface ImportPlanState {
  /** The attribute of each column. */
  readonly columns: string[];
  readonly rows: number;
  readonly next: ImportPosition;
}

/** The start of a line in a file. */
export interface ImportPosition {
  /** In bytes. */
  readonly offset: number;
  /** The header is line 1. */
  readonly line: number;
}

/** Lines `from` to `to`, inclusive, with the same outcome. */
export interface ImportLogRun {
  readonly from: number;
  readonly to: number;
  readonly outcome: 'SUCCEEDED' | 'SKIPPED' | 'FAILED';
  readonly message: string;
}
