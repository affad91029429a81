import { randomUUID } from 'node:crypto';
import type { HttpAnswer } from '../engine/http-answer.js';
import type { OperationContext } from '../engine/operation.js';
import { own } from '../state/state.js';
import type { ImportJobState, SandboxState } from '../state/state.js';
import type { TransferRequest } from '../engine/transfer-request.js';

/** The address that takes a job's file: like S3's, whoever knows it may write there. */
export function uploadUrl(origin: string, poolId: string, jobId: string, job: ImportJobState): string {
  return `${origin}/import-jobs/${poolId}/${jobId}/upload?signature=${job.signature}`;
}

/** 100 MB. Whether Cognito means these or 104,857,600 bytes no document says; who keeps to these is right either way. */
const LARGEST_FILE = 100_000_000;

/** "Valid for 15 minutes", in milliseconds. Source: the developer guide, "Creating a user import job". */
const URL_VALID = 15 * 60_000;

/**
 * Answers `PUT …/upload`, S3's part of an import, and `GET …/log`, the lines that Cognito would write to CloudWatch,
 * which is the sandbox's own. Throws the store's AdminError where the state cannot be had.
 */
export async function answerTransfer(
  context: OperationContext,
  request: TransferRequest,
): Promise<HttpAnswer> {
  const [, poolId, jobId, what] =
    /^\/import-jobs\/([\w-]+)\/(import-[0-9a-zA-Z-]+)\/(upload|log)$/.exec(request.path) ?? [];
  if (poolId === undefined || jobId === undefined) return xml(404, 'NoSuchKey', 'There is nothing here.');
  if (what === 'log') {
    if (request.method !== 'GET') return notAllowed();
    const job = jobIn(await context.store.read(), poolId, jobId);
    return job ? logAnswer(job) : xml(404, 'NoSuchKey', 'There is no such import job.');
  }
  if (request.method !== 'PUT') return notAllowed();
  return upload(context, request, poolId, jobId);
}

async function upload(
  { store, now }: OperationContext,
  request: TransferRequest,
  poolId: string,
  jobId: string,
): Promise<HttpAnswer> {
  const refused = refusal(jobIn(await store.read(), poolId, jobId), request, now().getTime());
  if (refused) return refused;
  const length = lengthOf(request.headers);
  if (typeof length !== 'number') return length;

  const file = `${poolId}.${jobId}.${randomUUID()}.csv`;
  const body = new WholeBody(request.body, length);
  try {
    await store.uploads.write(file, body);
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

/** What S3 says to a request that its URL does not allow; a header that was signed and is not sent breaks it too. */
function refusal(
  job: ImportJobState | undefined,
  { query, headers }: TransferRequest,
  time: number,
): HttpAnswer | undefined {
  if (!job || query.signature !== job.signature || headers['x-amz-server-side-encryption'] !== 'aws:kms') {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
    return xml(403, 'SignatureDoesNotMatch', message);
  }
  if (time - job.createdAt > URL_VALID) return xml(403, 'AccessDenied', 'Request has expired');
  if (job.status !== 'Created') return xml(403, 'AccessDenied', 'The import job has its file.');
  return undefined;
}

/** The length that a request says its file has, or S3's refusal: it takes no file whose length it is not told first. */
function lengthOf(headers: TransferRequest['headers']): number | HttpAnswer {
  if (headers['transfer-encoding'] !== undefined) {
    const message = 'A header you provided implies functionality that is not implemented';
    return xml(501, 'NotImplemented', message);
  }
  const length = headers['content-length'] ?? '';
  if (!/^\d+$/.test(length))
    return xml(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  return Number(length) > LARGEST_FILE ? tooLarge() : Number(length);
}

/** A body that is as long as was said, or ends in IncompleteBody. */
class WholeBody implements AsyncIterable<Uint8Array> {
  constructor(
    private readonly body: AsyncIterable<Uint8Array>,
    private readonly length: number,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    let left = this.length;
    for await (const chunk of this.body) {
      left -= chunk.length;
      if (left < 0) break;
      yield chunk;
    }
    if (left !== 0) throw new IncompleteBody();
  }
}

class IncompleteBody extends Error {
  constructor() {
    super('You did not provide the number of bytes specified by the Content-Length HTTP header');
  }
}

function logAnswer({ log }: ImportJobState): HttpAnswer {
  const lines: string[] = [];
  for (const { from, to, outcome, message } of log)
    for (let line = from; line <= to; line++) lines.push(`[${outcome}] Line Number ${line} - ${message}\n`);
  const body = new TextEncoder().encode(lines.join(''));
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': String(body.length) };
  return { statusCode: 200, headers, body };
}

function jobIn(state: SandboxState, poolId: string, jobId: string): ImportJobState | undefined {
  return own(own(state.pools, poolId)?.importJobs ?? {}, jobId);
}

function tooLarge(): HttpAnswer {
  return xml(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
}

function notAllowed(): HttpAnswer {
  return xml(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
}

/** An error as S3 sends it. */
function xml(statusCode: number, code: string, message: string): HttpAnswer {
  const body = new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
  const headers = { 'content-type': 'application/xml', 'content-length': String(body.length) };
  return { statusCode, headers, body };
}
