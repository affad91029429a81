import { randomUUID } from 'node:crypto';
import { type HttpResponse, textResponse, type TransferRequest } from '../engine/http.js';
import type { OperationContext } from '../engine/operation.js';
import { own } from '../state/lookup.js';
import type { ImportJobState, SandboxState } from '../state/state.js';

/** The pre-signed URL for a job's file: as with S3, knowing it is enough to upload. */
export function uploadUrl(origin: string, poolId: string, jobId: string, job: ImportJobState): string {
  return `${origin}/import-jobs/${poolId}/${jobId}/upload?signature=${job.signature}`;
}

/** Documented: 100 MB. The smaller reading of it, so that a file that fits here also fits Cognito. */
const LARGEST_FILE = 100_000_000;

/** In milliseconds. Source: the developer guide, "Creating a user import job". */
const URL_VALIDITY = 15 * 60_000;

/**
 * Handles `PUT …/upload`, which S3 does for Cognito, and `GET …/log`, which returns the lines that Cognito would write
 * to CloudWatch. Throws the store's AdminError if the state cannot be read or written.
 */
export async function handleTransfer(
  context: OperationContext,
  request: TransferRequest,
): Promise<HttpResponse> {
  const [, poolId, jobId, what] =
    /^\/import-jobs\/([\w-]+)\/(import-[0-9a-zA-Z-]+)\/(upload|log)$/.exec(request.path) ?? [];
  if (poolId === undefined || jobId === undefined)
    return xml(404, 'NoSuchKey', 'The specified key does not exist.');
  if (what === 'log') {
    if (request.method !== 'GET') return notAllowed();
    const job = jobIn(await context.store.read(), poolId, jobId);
    return job ? logResponse(job) : xml(404, 'NoSuchKey', 'There is no such import job.');
  }
  if (request.method !== 'PUT') return notAllowed();
  return upload(context, request, poolId, jobId);
}

async function upload(
  { store, now }: OperationContext,
  request: TransferRequest,
  poolId: string,
  jobId: string,
): Promise<HttpResponse> {
  const refused = refusal(jobIn(await store.read(), poolId, jobId), request, now().getTime());
  if (refused) return refused;
  const length = lengthOf(request.headers);
  if (typeof length !== 'number') return length;

  const file = `${poolId}.${jobId}.${randomUUID()}.csv`;
  try {
    await store.uploads.write(file, checkedBody(request.body, length));
  } catch (error) {
    if (error instanceof IncompleteBody) return xml(400, 'IncompleteBody', error.message);
    throw error;
  }
  const replaced = await store.update((state) => {
    const job = jobIn(state, poolId, jobId);
    if (job?.status !== 'Created') return file;
    const before = job.upload?.file;
    job.upload = { file, bytes: length };
    return before;
  });
  if (replaced !== undefined) await store.uploads.remove(replaced);
  return { statusCode: 200, headers: { 'content-length': '0' }, body: new Uint8Array() };
}

/** S3's response to an invalid request. The encryption header is part of the signature, so it must be sent too. */
function refusal(
  job: ImportJobState | undefined,
  { query, headers }: TransferRequest,
  time: number,
): HttpResponse | undefined {
  if (!job || query.signature !== job.signature || headers['x-amz-server-side-encryption'] !== 'aws:kms') {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
    return xml(403, 'SignatureDoesNotMatch', message);
  }
  if (time - job.createdAt > URL_VALIDITY) return xml(403, 'AccessDenied', 'Request has expired');
  if (job.status !== 'Created') return xml(403, 'AccessDenied', 'The import job already has its file.');
  return undefined;
}

/** The declared length of the file, or S3's response: S3 needs the length before the file. */
function lengthOf(headers: TransferRequest['headers']): number | HttpResponse {
  if (headers['transfer-encoding'] !== undefined) {
    const message = 'A header you provided implies functionality that is not implemented';
    return xml(501, 'NotImplemented', message);
  }
  const length = headers['content-length'] ?? '';
  if (!/^\d+$/.test(length))
    return xml(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  return Number(length) > LARGEST_FILE ? tooLarge() : Number(length);
}

/** The body; throws IncompleteBody if it is not as long as declared. */
async function* checkedBody(body: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let missing = length;
  for await (const chunk of body) {
    missing -= chunk.length;
    if (missing < 0) break;
    yield chunk;
  }
  if (missing !== 0) throw new IncompleteBody();
}

class IncompleteBody extends Error {
  constructor() {
    super('You did not provide the number of bytes specified by the Content-Length HTTP header');
  }
}

function logResponse({ log }: ImportJobState): HttpResponse {
  const lines: string[] = [];
  for (const { from, to, outcome, message } of log)
    for (let line = from; line <= to; line++) lines.push(`[${outcome}] Line Number ${line} - ${message}\n`);
  return textResponse(200, 'text/plain; charset=utf-8', lines.join(''));
}

function jobIn(state: SandboxState, poolId: string, jobId: string): ImportJobState | undefined {
  return own(own(state.pools, poolId)?.importJobs ?? {}, jobId);
}

function tooLarge(): HttpResponse {
  return xml(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
}

function notAllowed(): HttpResponse {
  return xml(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
}

/** An error response of S3. */
function xml(statusCode: number, code: string, message: string): HttpResponse {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return textResponse(statusCode, 'application/xml', `<?xml version="1.0" encoding="UTF-8"?>\n${error}`);
}
