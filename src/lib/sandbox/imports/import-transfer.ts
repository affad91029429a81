import { randomUUID } from 'node:crypto';
import { type HttpResponse, textResponse, type TransferRequest } from '../engine/http.js';
import type { OperationContext } from '../engine/operation.js';
import { own } from '../state/lookup.js';
import type { ImportJobState } from '../state/import-job-state.js';
import type { SandboxState } from '../state/state.js';

/** The pre-signed URL for a job's file: as with S3, knowing it is enough to upload. */
export function uploadUrl(origin: string, poolId: string, jobId: string, job: ImportJobState): string {
  return `${origin}/import-jobs/${poolId}/${jobId}/upload?signature=${job.signature}`;
}

/** Documented: 100 MB, here as decimal megabytes, so that Cognito accepts every file that the sandbox accepts. */
const LARGEST_FILE = 100_000_000;

/** In milliseconds. Source: the developer guide, "Creating a user import job". */
const URL_VALIDITY = 15 * 60_000;

/** An error of S3, which becomes a response. */
class S3Error extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Handles `PUT …/upload`, which S3 does for Cognito, and `GET …/log`, which returns the lines that Cognito would write
 * to CloudWatch. Throws the store's AdminError if the state cannot be read or written.
 */
export async function handleTransfer(context: OperationContext, request: TransferRequest): Promise<HttpResponse> {
  try {
    const [, poolId, jobId, what] =
      /^\/import-jobs\/([\w-]+)\/(import-[0-9a-zA-Z-]+)\/(upload|log)$/.exec(request.path) ?? [];
    if (poolId === undefined || jobId === undefined)
      throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
    if (request.method !== (what === 'log' ? 'GET' : 'PUT'))
      throw new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
    if (what === 'log') return logResponse(findJob(await context.store.read(), poolId, jobId));
    await upload(context, request, poolId, jobId);
    return { statusCode: 200, headers: { 'content-length': '0' }, body: new Uint8Array() };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    const xml = `<Error><Code>${error.code}</Code><Message>${error.message}</Message></Error>`;
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
    return textResponse(error.statusCode, 'application/xml', body);
  }
}

function logResponse(job: ImportJobState | undefined): HttpResponse {
  if (!job) throw new S3Error(404, 'NoSuchKey', 'There is no such import job.');
  const lines: string[] = [];
  for (const { from, to, outcome, message } of job.log)
    for (let line = from; line <= to; line++) lines.push(`[${outcome}] Line Number ${line} - ${message}\n`);
  return textResponse(200, 'text/plain; charset=utf-8', lines.join(''));
}

async function upload(
  { store, now }: OperationContext,
  request: TransferRequest,
  poolId: string,
  jobId: string,
): Promise<void> {
  checkUrl(findJob(await store.read(), poolId, jobId), request, now().getTime());
  const bytes = lengthOf(request.headers);
  const file = `${poolId}.${jobId}.${randomUUID()}.csv`;
  await store.uploads.write(file, checkedBody(request.body, bytes));
  const replaced = await store.update((state) => {
    const job = findJob(state, poolId, jobId);
    if (job?.status !== 'Created') return file;
    const before = job.upload?.file;
    job.upload = { file, bytes };
    return before;
  });
  if (replaced !== undefined) await store.uploads.remove(replaced);
}

/** Throws S3's error for an invalid request. The encryption header is part of the signature, so it must be sent too. */
function checkUrl(job: ImportJobState | undefined, { query, headers }: TransferRequest, time: number): void {
  if (!job || query.signature !== job.signature || headers['x-amz-server-side-encryption'] !== 'aws:kms') {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
    throw new S3Error(403, 'SignatureDoesNotMatch', message);
  }
  if (time - job.createdAt > URL_VALIDITY) throw new S3Error(403, 'AccessDenied', 'Request has expired');
  if (job.status !== 'Created') throw new S3Error(403, 'AccessDenied', 'The import job already has its file.');
}

/** The declared length of the file, which S3 needs before the file. */
function lengthOf(headers: TransferRequest['headers']): number {
  if (headers['transfer-encoding'] !== undefined) {
    const message = 'A header you provided implies functionality that is not implemented';
    throw new S3Error(501, 'NotImplemented', message);
  }
  const length = headers['content-length'] ?? '';
  if (!/^\d+$/.test(length))
    throw new S3Error(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  if (Number(length) > LARGEST_FILE)
    throw new S3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  return Number(length);
}

/** The body; throws S3's error if it is not as long as declared. */
async function* checkedBody(body: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let missing = length;
  for await (const chunk of body) {
    missing -= chunk.length;
    if (missing < 0) break;
    yield chunk;
  }
  if (missing !== 0) {
    const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header';
    throw new S3Error(400, 'IncompleteBody', message);
  }
}

function findJob(state: SandboxState, poolId: string, jobId: string): ImportJobState | undefined {
  return own(own(state.pools, poolId)?.importJobs ?? {}, jobId);
}
