import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { SandboxRequestHandler } from '../../../../src/lib/sandbox/doors/in-process.js';
import { serveSandbox } from '../../../../src/lib/sandbox/doors/serve.js';
import { SandboxEngine } from '../../../../src/lib/sandbox/engine/engine.js';
import type { HttpResponse } from '../../../../src/lib/sandbox/engine/http.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { FileStore } from '../../../../src/lib/sandbox/state/store.js';
import { Sandbox } from '../harness.js';
import {
  createJob,
  fileOf,
  follow,
  jobCall,
  KMS,
  lengthOf,
  logOf,
  put,
  ROLE,
  row,
  startedJob,
} from '../import-jobs.js';
import { withFolder } from '../temporary-folder.js';

const IDA = 'ida.one@tenant-one.example';

/** `[status, S3's error code]`. */
function codeOf({ statusCode, body }: HttpResponse): [number, string | undefined] {
  return [statusCode, /<Code>(\w+)<\/Code>/.exec(new TextDecoder().decode(body))?.[1]];
}

/** A stream of `bytes` zeros, which is never in memory as a whole. */
function zeros(bytes: number): Readable {
  const chunk = new Uint8Array(1_000_000);
  return Readable.from(
    (function* () {
      for (let left = bytes; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
    })(),
  );
}

describe('the upload URL of an import job', () => {
  it('accepts a file as text, as bytes, or as a stream', async () => {
    for (const form of [
      (file: string) => file,
      (file: string) => new TextEncoder().encode(file),
      (file: string) => Readable.from(file.match(/.{1,7}|\n/gs) ?? []),
    ]) {
      const sandbox = new Sandbox();
      const { JobId, PreSignedUrl } = await createJob(sandbox);
      const file = await fileOf(sandbox, [row(IDA)]);
      expect((await put(sandbox, PreSignedUrl, form(file), { ...KMS, ...lengthOf(file) })).statusCode).to.equal(200);
      await jobCall(sandbox, 'StartUserImportJob', { JobId });
      expect((await follow(sandbox, { JobId })).at(-1)).to.include({ Status: 'Succeeded', ImportedUsers: 1 });
    }
  });

  it('keeps the last of two files', async () => {
    const sandbox = new Sandbox();
    const { JobId, PreSignedUrl } = await createJob(sandbox);
    await put(sandbox, PreSignedUrl, 'not this one');
    await put(sandbox, PreSignedUrl, await fileOf(sandbox, [row(IDA)]));
    expect(sandbox.store.uploads.names).to.have.lengthOf(1);
    await jobCall(sandbox, 'StartUserImportJob', { JobId });
    expect((await follow(sandbox, { JobId })).at(-1)).to.include({ Status: 'Succeeded', ImportedUsers: 1 });
  });

  it('refuses a wrong or missing signature, another job, and a missing header', async () => {
    const sandbox = new Sandbox();
    const { PreSignedUrl } = await createJob(sandbox);
    const other = await createJob(sandbox);
    const wrong: [string, Record<string, string>][] = [
      [`${PreSignedUrl}0`, KMS],
      [PreSignedUrl.split('?')[0]!, KMS],
      [other.PreSignedUrl.split('?')[0]! + new URL(PreSignedUrl).search, KMS],
      [PreSignedUrl.replace(SANDBOX_POOL_ID, 'us-east-1_another1'), KMS],
      [PreSignedUrl, {}],
      [PreSignedUrl, { 'x-amz-server-side-encryption': 'AES256' }],
    ];
    for (const [url, headers] of wrong)
      expect(codeOf(await put(sandbox, url, 'x', headers))).to.deep.equal([403, 'SignatureDoesNotMatch']);
    expect(sandbox.store.uploads.names).to.deep.equal([]);
  });

  it('is valid for fifteen minutes', async () => {
    const sandbox = new Sandbox();
    const { PreSignedUrl } = await createJob(sandbox);
    sandbox.time += 15 * 60_000;
    expect((await put(sandbox, PreSignedUrl, 'x')).statusCode).to.equal(200);
    sandbox.time += 1;
    expect(codeOf(await put(sandbox, PreSignedUrl, 'x'))).to.deep.equal([403, 'AccessDenied']);
  });

  it('refuses a file after the job was started', async () => {
    const sandbox = new Sandbox();
    const { PreSignedUrl } = await startedJob(sandbox, await fileOf(sandbox, [row(IDA)]));
    expect(codeOf(await put(sandbox, PreSignedUrl, 'x'))).to.deep.equal([403, 'AccessDenied']);
  });

  it('drops a file if its job is started during the upload', async () => {
    const sandbox = new Sandbox();
    const { JobId, PreSignedUrl } = await createJob(sandbox);
    await put(sandbox, PreSignedUrl, await fileOf(sandbox, [row(IDA)]));
    const late = async function* () {
      await jobCall(sandbox, 'StartUserImportJob', { JobId });
      yield 'too late';
    };
    const { statusCode } = await put(sandbox, PreSignedUrl, Readable.from(late()), {
      ...KMS,
      ...lengthOf('too late'),
    });
    expect(statusCode).to.equal(200);
    expect(sandbox.store.uploads.names).to.have.lengthOf(1);
    expect((await follow(sandbox, { JobId })).at(-1)).to.include({ Status: 'Succeeded', ImportedUsers: 1 });
  });

  it('refuses a file above 100 MB or without the right Content-Length, and keeps the previous one', async () => {
    const sandbox = new Sandbox();
    const { PreSignedUrl } = await createJob(sandbox);
    await put(sandbox, PreSignedUrl, 'small');
    const kept = [...sandbox.store.uploads.names];
    const body = () => Readable.from(['1234', '5678']);
    for (const [headers, refused] of [
      [{ 'content-length': '100000001' }, [400, 'EntityTooLarge']],
      [{}, [411, 'MissingContentLength']],
      [{ 'content-length': 'x' }, [411, 'MissingContentLength']],
      [{ 'transfer-encoding': 'chunked' }, [501, 'NotImplemented']],
      [{ 'content-length': '7' }, [400, 'IncompleteBody']],
      [{ 'content-length': '9' }, [400, 'IncompleteBody']],
    ] as const) {
      const response = await put(sandbox, PreSignedUrl, body(), { ...KMS, ...headers });
      expect(codeOf(response), JSON.stringify(headers)).to.deep.equal(refused);
      expect(sandbox.store.uploads.names).to.deep.equal(kept);
    }
  });

  it('accepts 100 MB', async () => {
    const sandbox = new Sandbox();
    const { PreSignedUrl } = await createJob(sandbox);
    const headers = { ...KMS, 'content-length': '100000000' };
    expect((await put(sandbox, PreSignedUrl, zeros(100_000_000), headers)).statusCode).to.equal(200);
  });

  it('accepts PUT only, and GET only for the log', async () => {
    const sandbox = new Sandbox();
    const { PreSignedUrl, JobId } = await createJob(sandbox);
    const handler = new SandboxRequestHandler(sandbox.engine);
    const { pathname } = new URL(PreSignedUrl);
    const responses = await Promise.all(
      [
        ['POST', pathname],
        ['PUT', pathname.replace('upload', 'log')],
        ['GET', pathname.replace(JobId, 'import-0')],
        ['GET', pathname.replace(JobId, 'import-0').replace('upload', 'log')],
        ['GET', '/import-jobs/'],
      ].map(([method = '', path = '']) => handler.handle({ method, path, headers: {} })),
    );
    expect(responses.map(({ response }) => response.statusCode)).to.deep.equal([405, 405, 405, 404, 404]);
  });

  it('stores nothing if the call is aborted', async () => {
    const sandbox = new Sandbox();
    const { PreSignedUrl } = await createJob(sandbox);
    const { pathname: path, searchParams } = new URL(PreSignedUrl);
    const abortSignal = { aborted: false };
    const body = Readable.from(
      (function* () {
        yield 'one';
        abortSignal.aborted = true;
        yield 'two';
      })(),
    );
    const query = Object.fromEntries(searchParams);
    const call = new SandboxRequestHandler(sandbox.engine).handle(
      { method: 'PUT', path, query, headers: { ...KMS, ...lengthOf('onetwo') }, body },
      { abortSignal },
    );
    expect(await call.catch((error: unknown) => (error as Error).name)).to.equal('AbortError');
    expect(sandbox.store.uploads.names).to.deep.equal([]);
  });
});

describe('the log of an import job', () => {
  it('is empty before the first row is imported', async () => {
    const sandbox = new Sandbox();
    const job = await startedJob(sandbox, await fileOf(sandbox, [row(IDA)]));
    expect(await logOf(sandbox, job)).to.deep.equal([]);
  });
});

describe('the files of import jobs', () => {
  it('are next to the state file, private to the owner, and removed by a reset', () =>
    withFolder(async (folder) => {
      const store = new FileStore(join(folder, 'sandbox.json'));
      const { kept } = await jobWithFile(new SandboxRequestHandler(new SandboxEngine(store)), store);
      const uploads = `${store.path}.uploads`;
      const { mode } = await stat(join(uploads, kept[0]!));
      expect([mode & 0o777, (await stat(uploads)).mode & 0o777]).to.deep.equal([0o600, 0o700]);
      await store.replace(seedState());
      expect(await readdir(folder)).to.deep.equal(['sandbox.json']);
    }));

  it('fail with DATA_FOLDER if they cannot be written', () =>
    withFolder(async (folder) => {
      const store = new FileStore(join(folder, 'sandbox.json'));
      await writeFile(`${store.path}.uploads`, 'in the way');
      const written = store.uploads.write('file', zeros(1));
      expect(await written.catch((error: unknown) => error)).to.have.property('code', 'DATA_FOLDER');
    }));
});

describe('sandbox serve', () => {
  it('accepts the file of any import job at its own address, and serves the log', () =>
    withFolder(async (folder) => {
      const store = new FileStore(join(folder, 'data', 'sandbox.json'));
      await mkdir(dirname(store.path));
      const engine = new SandboxEngine(store);
      const served = await serveSandbox({ store, port: 0, faults: { throttle: 1, error: 0, reset: 0 } });
      try {
        const job = await jobOf(engine, 'CreateUserImportJob', { JobName: 'x', CloudWatchLogsRoleArn: ROLE });
        const { JobId } = job;
        const url = job.PreSignedUrl.replace('https://sandbox.invalid', served.url);
        const file = await fileOf(new Sandbox(), [row(IDA)]);
        expect(await send('PUT', url, { ...KMS, ...lengthOf(file) }, file)).to.deep.equal([200, '']);
        const large = { ...KMS, 'content-length': '110000000' };
        expect((await send('PUT', `${url}0`, large, zeros(110_000_000)))[0]).to.equal(403);
        expect((await send('PUT', url, large, zeros(110_000_000)))[0]).to.equal(400);
        expect((await send('PUT', url, KMS, zeros(5_000_000)))[0]).to.equal(501);
        await jobOf(engine, 'StartUserImportJob', { JobId });
        expect(await jobOf(engine, 'DescribeUserImportJob', { JobId })).to.include({ ImportedUsers: 1 });
        const log = `${served.url}/import-jobs/${SANDBOX_POOL_ID}/${JobId}/log`;
        expect(await send('GET', log)).to.deep.equal([200, '[SUCCEEDED] Line Number 2 - The import succeeded.\n']);
        expect((await send('GET', log, { host: 'evil.example' }))[0]).to.equal(403);
      } finally {
        await served.close();
      }
    }));

  it('removes a partial file if the connection breaks', () =>
    withFolder(async (folder) => {
      const store = new FileStore(join(folder, 'sandbox.json'));
      const served = await serveSandbox({ store, port: 0 });
      const job = { JobName: 'x', CloudWatchLogsRoleArn: ROLE };
      const { PreSignedUrl } = await jobOf(new SandboxEngine(store), 'CreateUserImportJob', job);
      const url = PreSignedUrl.replace('https://sandbox.invalid', served.url);
      const sent = request(url, { method: 'PUT', headers: { ...KMS, 'content-length': '9' }, agent: false });
      const broken = new Promise((resolve) => sent.on('error', resolve));
      sent.write('half of');
      await until(async () => (await readdir(folder)).includes('sandbox.json.uploads'));
      await served.close();
      await broken;
      expect(await readdir(`${store.path}.uploads`)).to.deep.equal([]);
    }));

  it('returns upload URLs with its own address', () =>
    withFolder(async (folder) => {
      const store = new FileStore(join(folder, 'sandbox.json'));
      await jobOf(new SandboxEngine(store), 'CreateUserImportJob', {
        JobName: 'x',
        CloudWatchLogsRoleArn: ROLE,
      });
      const served = await serveSandbox({ store, port: 0 });
      try {
        const headers = {
          authorization: 'AWS4-HMAC-SHA256 any',
          'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserImportJobs',
        };
        const input = JSON.stringify({ UserPoolId: SANDBOX_POOL_ID, MaxResults: 1 });
        const [, body] = await send('POST', served.url, headers, input);
        expect(body).to.include(`"PreSignedUrl":"${served.url}/import-jobs/${SANDBOX_POOL_ID}/import-`);
      } finally {
        await served.close();
      }
    }));
});

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries += 1) {
    if (tries > 200) throw new Error('timed out');
    await delay(10);
  }
}

interface Job {
  readonly JobId: string;
  readonly PreSignedUrl: string;
}

async function jobOf(engine: SandboxEngine, operation: string, input: object): Promise<Job> {
  const response = await engine.handle(operation, { UserPoolId: SANDBOX_POOL_ID, ...input });
  return (response as { UserImportJob: Job }).UserImportJob;
}

/** A job in a store on disk that has a file, and the names of the files kept. */
async function jobWithFile(handler: SandboxRequestHandler, store: FileStore) {
  const job = { JobName: 'x', CloudWatchLogsRoleArn: ROLE };
  const { PreSignedUrl: url } = await jobOf(new SandboxEngine(store), 'CreateUserImportJob', job);
  const { pathname: path, searchParams } = new URL(url);
  const query = Object.fromEntries(searchParams);
  await handler.handle({
    method: 'PUT',
    path,
    query,
    headers: { ...KMS, ...lengthOf('small') },
    body: 'small',
  });
  const uploads = `${store.path}.uploads`;
  const kept = await readdir(uploads);
  expect(await readFile(join(uploads, kept[0]!), 'utf8')).to.equal('small');
  return { kept };
}

/** `[status, body]`. */
function send(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body: string | Readable = '',
): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve([response.statusCode ?? 0, Buffer.concat(chunks).toString()]);
      });
    });
    sent.on('error', reject);
    if (typeof body === 'string') sent.end(body);
    else body.pipe(sent);
  });
}
