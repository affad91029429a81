import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { uploadFile } from '../../../../src/lib/cognito/transfer/upload-file.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { type Answering, withFakeEndpoint } from '../../../contract/fake-endpoint.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';

const SECRET = 'X-Amz-Signature=aa11bb22cc33dd44';
const PATH = `/bucket/file.csv?${SECRET}&X-Amz-Security-Token=toktoktok`;

async function digest(request: IncomingMessage): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of request as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

/** Everything that an error shows, with or without --debug. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const hint = error instanceof AdminError ? (error.hint ?? '') : '';
  return [error.message, error.stack, hint, textOf(error.cause)].join('\n');
}

describe('the upload to a pre-signed URL', () => {
  let folder: string;
  let file: string;
  const content = Buffer.alloc(1_000_000, 'ana@example.com,,true\n');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-upload-'));
    file = join(folder, 'users.csv');
    await writeFile(file, content);
  });
  after(() => rm(folder, { recursive: true }));

  async function upload(answering: Answering, options: TestDirectoryOptions = {}): Promise<AdminError | undefined> {
    return withFakeEndpoint(answering, async (url) => {
      const { endpoint } = openTestDirectory({ context: { endpointUrl: url }, ...options });
      return uploadFile(endpoint, `${url}${PATH}`, file, { retryDelay: 1 }).then(
        () => undefined,
        (error: unknown) => error as AdminError,
      );
    });
  }

  it('is one PUT of the whole file, with its length and the encryption that Cognito requires', async () => {
    const seen: object[] = [];
    const error = await upload(async (request, response) => {
      const { method, url, headers } = request;
      const { 'content-length': length, 'x-amz-server-side-encryption': encryption, authorization } = headers;
      seen.push({ method, url, length, encryption, authorization, digest: await digest(request) });
      response.writeHead(200).end();
    });
    expect({ error, seen }).to.deep.equal({
      error: undefined,
      seen: [
        {
          method: 'PUT',
          url: PATH,
          length: '1000000',
          encryption: 'aws:kms',
          authorization: undefined,
          digest: createHash('sha256').update(content).digest('hex'),
        },
      ],
    });
  });

  it('is repeated if the service failed', async () => {
    const statuses = [503, 200];
    const error = await upload(async (request, response) => {
      await digest(request);
      response.writeHead(statuses.shift() ?? 500).end();
    });
    expect({ error, left: statuses }).to.deep.equal({ error: undefined, left: [] });
  });

  it('names the code of a refusal, and does not repeat it', async () => {
    let attempts = 0;
    const error = await upload(async (request, response) => {
      attempts += 1;
      await digest(request);
      response
        .writeHead(403, { 'content-type': 'application/xml' })
        .end(`<Error><Code>AccessDenied</Code><Message>Request has expired</Message>${PATH}</Error>`);
    });
    expect([error?.code, error?.message, attempts]).to.deep.equal([
      'BAD_RESPONSE',
      `${hostIn(error)} refused the upload (403 AccessDenied)`,
      1,
    ]);
  });

  it('follows no redirect', async () => {
    const error = await upload(async (request, response) => {
      await digest(request);
      response.writeHead(307, { location: 'https://elsewhere.example/' }).end();
    });
    expect([error?.code, error?.message]).to.deep.equal(['BAD_RESPONSE', `${hostIn(error)} refused the upload (307)`]);
  });

  it('fails if the connection is idle', async () => {
    const error = await upload(() => undefined, { timeoutMs: 50 });
    expect(error?.code).to.equal('TIMEOUT');
  });

  it('stops on an interrupt', async () => {
    const interrupt = new AbortController();
    const error = await upload(
      () => {
        interrupt.abort();
      },
      { interrupt: interrupt.signal },
    );
    expect([error?.code, error?.message]).to.deep.equal(['CANCELLED', 'interrupted']);
  });

  it('sends nothing unencrypted to another machine, whose address the service has given, unless it is allowed', async () => {
    const [refused, tried] = await Promise.all(
      [false, true].map((allowHttp) => {
        const { endpoint } = openTestDirectory({ context: { endpointUrl: 'http://127.0.0.1:1', allowHttp } });
        return uploadFile(endpoint, `http://bucket.invalid${PATH}`, file, { retryDelay: 0 }).catch(
          (failure: unknown) => failure as AdminError,
        );
      }),
    );
    expect([refused?.code, refused?.message]).to.deep.equal([
      'BAD_RESPONSE',
      'requests to http://bucket.invalid would not be encrypted',
    ]);
    expect(tried?.code).to.equal('UNREACHABLE');
  });

  it('keeps the URL out of every error', async () => {
    const errors = [
      await upload((_, response) => {
        response.writeHead(403).end(PATH);
      }),
      await upload((request) => {
        request.socket.destroy();
      }),
      await uploadFile(
        openTestDirectory({ context: { endpointUrl: 'http://127.0.0.1:1' } }).endpoint,
        `http://127.0.0.1:1${PATH}`,
        file,
        { retryDelay: 1 },
      ).catch((error: unknown) => error as AdminError),
    ];
    const texts = errors.map(textOf);
    expect({
      codes: errors.map((error) => error?.code),
      withSecret: texts.filter((text) => /aa11bb22cc33dd44|toktoktok|file\.csv/.test(text)),
    }).to.deep.equal({ codes: ['BAD_RESPONSE', 'UNREACHABLE', 'UNREACHABLE'], withSecret: [] });
  });
});

function hostIn(error: AdminError | undefined): string {
  return /^127\.0\.0\.1:\d+/.exec(error?.message ?? '')?.[0] ?? 'no host';
}
