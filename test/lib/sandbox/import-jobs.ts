import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { SandboxRequestHandler } from '../../../src/lib/sandbox/doors/in-process.js';
import type { HttpResponse } from '../../../src/lib/sandbox/engine/http.js';
import type { Sandbox } from './harness.js';

export const ROLE = 'arn:aws:iam::000000000000:role/import-logs';

/** One row of a file: values by column; missing ones are blank. */
export type Row = Readonly<Record<string, string>>;

/** A row that can be imported into the seeded pool. */
export function row(email: string, more: Row = {}): Row {
  return { 'cognito:username': email, email, email_verified: 'true', ...more };
}

/** The file of an import job, with the columns of GetCSVHeader, and further ones. */
export async function fileOf(sandbox: Sandbox, rows: readonly Row[], further: readonly string[] = []): Promise<string> {
  const header = [...((await sandbox.call('GetCSVHeader')).CSVHeader as string[]), ...further];
  const lines = rows.map((values) => header.map((column) => values[column] ?? '').join(','));
  return [header.join(','), ...lines].map((line) => `${line}\n`).join('');
}

export interface Job {
  JobId: string;
  PreSignedUrl: string;
  Status: string;
  ImportedUsers: number;
  SkippedUsers: number;
  FailedUsers: number;
  CompletionMessage?: string;
}

/** Calls an operation that returns a job. */
export async function jobCall(sandbox: Sandbox, operation: string, input: object): Promise<Job> {
  return (await sandbox.call(operation, input)).UserImportJob as Job;
}

export function createJob(sandbox: Sandbox, name = 'import', more: object = {}): Promise<Job> {
  return jobCall(sandbox, 'CreateUserImportJob', { JobName: name, CloudWatchLogsRoleArn: ROLE, ...more });
}

/** Sends a file to a job's URL through the in-process door. */
export function put(
  sandbox: Sandbox,
  url: string,
  body: unknown,
  headers: Record<string, string> = KMS,
): Promise<HttpResponse> {
  const length = typeof body === 'string' || body instanceof Uint8Array ? lengthOf(body) : {};
  return send(sandbox, 'PUT', url, { ...length, ...headers }, body);
}

/** The header that every upload needs. */
export const KMS = { 'x-amz-server-side-encryption': 'aws:kms' };

export function lengthOf(file: string | Uint8Array): { 'content-length': string } {
  return { 'content-length': String(Buffer.byteLength(file)) };
}

export async function logOf(sandbox: Sandbox, { JobId }: Pick<Job, 'JobId'>): Promise<string[]> {
  const response = await send(sandbox, 'GET', `https://sandbox.invalid/import-jobs/${SANDBOX_POOL_ID}/${JobId}/log`);
  return new TextDecoder().decode(response.body).split('\n').slice(0, -1);
}

/** Creates a job for a file, uploads it and starts it. */
export async function startedJob(sandbox: Sandbox, file: string | Uint8Array, more: object = {}): Promise<Job> {
  const { JobId, PreSignedUrl } = await createJob(sandbox, 'import', more);
  await put(sandbox, PreSignedUrl, file);
  return jobCall(sandbox, 'StartUserImportJob', { JobId });
}

/** Describes a job until it has ended, and returns all descriptions. */
export async function follow(sandbox: Sandbox, { JobId }: Pick<Job, 'JobId'>): Promise<Job[]> {
  const seen: Job[] = [];
  for (let attempt = 0; attempt < 100; attempt++) {
    const job = await jobCall(sandbox, 'DescribeUserImportJob', { JobId });
    seen.push(job);
    if (!['Pending', 'InProgress', 'Stopping'].includes(job.Status)) return seen;
  }
  throw new Error('the job does not end');
}

/** Imports a file, and returns the ended job. */
export async function imported(sandbox: Sandbox, file: string | Uint8Array, more: object = {}): Promise<Job> {
  return (await follow(sandbox, await startedJob(sandbox, file, more))).at(-1)!;
}

async function send(
  sandbox: Sandbox,
  method: string,
  address: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<HttpResponse> {
  const { pathname: path, searchParams } = new URL(address);
  const query = Object.fromEntries(searchParams);
  const { response } = await new SandboxRequestHandler(sandbox.engine).handle({
    method,
    path,
    query,
    headers,
    body,
  });
  return response;
}
