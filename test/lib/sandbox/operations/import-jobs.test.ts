import { expect } from 'chai';
import { ANA, BEN, Sandbox } from '../harness.js';
import { createJob, fileOf, follow, imported, jobCall, logOf, put, ROLE, row, startedJob } from '../import-jobs.js';

const IDA = 'ida.one@tenant-one.example';
const JAN = 'jan.two@tenant-one.example';
const DAY = 86_400_000;
const SUCCESS = { Status: 'Succeeded', CompletionMessage: 'Import Job Completed Successfully.' };

function rows(count: number): ReturnType<typeof row>[] {
  return Array.from({ length: count }, (_, at) => row(`user-${at}@tenant-one.example`));
}

function filesKept(sandbox: Sandbox): number {
  return sandbox.store.uploads.names.length;
}

describe('GetCSVHeader', () => {
  it("returns the pool's writable attributes, including custom ones, and Cognito's two columns", async () => {
    const sandbox = new Sandbox();
    const { CSVHeader } = await sandbox.call('GetCSVHeader');
    const attributes = sandbox.pool.schema.map(({ Name }) => Name);
    expect(CSVHeader).to.deep.equal([
      ...attributes.filter((name) => name !== 'sub' && name !== 'identities'),
      'cognito:mfa_enabled',
      'cognito:username',
    ]);
  });
});

describe('CreateUserImportJob', () => {
  it('returns a job that waits for its file, with an upload URL', async () => {
    const sandbox = new Sandbox();
    const { JobId, PreSignedUrl, ...rest } = await createJob(sandbox, 'from the old system');
    expect(JobId).to.match(/^import-[0-9a-zA-Z]{16}$/);
    expect(PreSignedUrl).to.match(
      new RegExp(`^https://sandbox.invalid/import-jobs/us-east-1_Sandbox01/${JobId}/upload\\?signature=[0-9a-f]{48}$`),
    );
    expect(rest).to.deep.equal({
      JobName: 'from the old system',
      UserPoolId: 'us-east-1_Sandbox01',
      CreationDate: sandbox.time / 1000,
      Status: 'Created',
      CloudWatchLogsRoleArn: ROLE,
      ImportedUsers: 0,
      SkippedUsers: 0,
      FailedUsers: 0,
    });
    expect((await createJob(sandbox)).PreSignedUrl).to.not.equal(PreSignedUrl);
  });

  it('requires a name and a log role, and knows four algorithms of password hashes', async () => {
    const sandbox = new Sandbox();
    const refused = (input: object) => sandbox.refusal('CreateUserImportJob', input);
    expect(await refused({ JobName: 'x' })).to.deep.equal([
      'InvalidParameterException',
      "1 validation error detected: Value null at 'cloudWatchLogsRoleArn' failed to satisfy constraint: Member must not be null",
    ]);
    for (const wrong of [{ JobName: '' }, { JobName: 'a/b' }, { CloudWatchLogsRoleArn: 'import-logs-of-this-pool' }]) {
      const [name] = await refused({ JobName: 'x', CloudWatchLogsRoleArn: ROLE, ...wrong });
      expect(name, JSON.stringify(wrong)).to.equal('InvalidParameterException');
    }
    const hashed = { JobName: 'x', CloudWatchLogsRoleArn: ROLE, PasswordHashingAlgorithm: 'MD5' };
    expect((await refused(hashed))[0]).to.equal('InvalidParameterException');
    for (const PasswordHashingAlgorithm of ['BCRYPT', 'SCRYPT', 'ARGON2ID', 'PBKDF2_SHA256']) {
      expect(await createJob(sandbox, 'x', { PasswordHashingAlgorithm })).to.include({ PasswordHashingAlgorithm });
    }
  });
});

describe('an import job', () => {
  it('imports enabled users with a verified address, a sub and a password to reset', async () => {
    const sandbox = new Sandbox();
    const file = await fileOf(sandbox, [row(IDA, { name: 'One\\, Ida' })]);
    const { JobId } = await startedJob(sandbox, file);
    sandbox.time += 1000;
    const [job] = await follow(sandbox, { JobId });
    const now = sandbox.time / 1000;
    expect(job).to.deep.include({ ...SUCCESS, ImportedUsers: 1, StartDate: now - 1, CompletionDate: now });
    const { username } = sandbox.user(IDA);
    expect(sandbox.user(IDA)).to.deep.equal({
      username,
      attributes: { name: 'One, Ida', email: IDA, email_verified: 'true', sub: username },
      enabled: true,
      status: 'RESET_REQUIRED',
      createdAt: sandbox.time,
      modifiedAt: sandbox.time,
      mfa: { methods: [] },
      refreshTokens: {},
    });
    expect(await logOf(sandbox, job!)).to.deep.equal(['[SUCCEEDED] Line Number 2 - The import succeeded.']);
  });

  it('skips users who exist in the pool or earlier in the file, ignoring case, without changing them', async () => {
    const sandbox = new Sandbox();
    const before = structuredClone(sandbox.user(ANA));
    const given = [IDA, ANA.toUpperCase(), IDA, JAN, BEN, 'kim@tenant-one.example'];
    const job = await imported(
      sandbox,
      await fileOf(
        sandbox,
        given.map((email) => row(email)),
      ),
    );
    expect(job).to.include({
      ...SUCCESS,
      Status: 'Succeeded',
      ImportedUsers: 3,
      SkippedUsers: 3,
      FailedUsers: 0,
    });
    expect(await logOf(sandbox, job)).to.deep.equal([
      '[SUCCEEDED] Line Number 2 - The import succeeded.',
      '[SKIPPED] Line Number 3 - The user already exists.',
      '[SKIPPED] Line Number 4 - The user already exists.',
      '[SUCCEEDED] Line Number 5 - The import succeeded.',
      '[SKIPPED] Line Number 6 - The user already exists.',
      '[SUCCEEDED] Line Number 7 - The import succeeded.',
    ]);
    expect(sandbox.user(ANA)).to.deep.equal(before);
  });

  it('counts blank lines as lines, but does not import or log them', async () => {
    const sandbox = new Sandbox();
    const file = await fileOf(sandbox, [row(IDA), row(JAN)]);
    const job = await imported(sandbox, file.replaceAll('\n', '\n\n'));
    expect(await logOf(sandbox, job)).to.deep.equal([
      '[SUCCEEDED] Line Number 3 - The import succeeded.',
      '[SUCCEEDED] Line Number 5 - The import succeeded.',
    ]);
  });

  it('fails if more than half of its rows do, and keeps the imported users', async () => {
    const sandbox = new Sandbox();
    const job = await imported(sandbox, await fileOf(sandbox, [row(IDA), row(ANA), row(JAN, { email_verified: '' })]));
    expect(job).to.include({
      Status: 'Failed',
      CompletionMessage: 'Too many users have failed or been skipped during the import.',
      ImportedUsers: 1,
      SkippedUsers: 1,
      FailedUsers: 1,
    });
    expect(sandbox.user(IDA).status).to.equal('RESET_REQUIRED');
  });

  it('imports a large file slice by slice, with visible progress, and logs every row once', async () => {
    const sandbox = new Sandbox();
    const before = Object.keys(sandbox.pool.users).length;
    const job = await startedJob(sandbox, await fileOf(sandbox, rows(2500)));
    const seen = await follow(sandbox, job);
    expect(seen.map(({ Status, ImportedUsers }) => [Status, ImportedUsers])).to.deep.equal([
      ['InProgress', 1000],
      ['InProgress', 2000],
      ['Succeeded', 2500],
    ]);
    expect(Object.keys(sandbox.pool.users)).to.have.lengthOf(before + 2500);
    expect(await logOf(sandbox, job)).to.deep.equal(
      rows(2500).map((_, at) => `[SUCCEEDED] Line Number ${at + 2} - The import succeeded.`),
    );
  });

  it('imports each row once under concurrent requests', async () => {
    const sandbox = new Sandbox();
    const job = await startedJob(sandbox, await fileOf(sandbox, rows(2500)));
    await Promise.all(Array.from({ length: 5 }, () => sandbox.call('DescribeUserImportJob', { JobId: job.JobId })));
    expect((await follow(sandbox, job)).at(-1)).to.include({
      ...SUCCESS,
      ImportedUsers: 2500,
      SkippedUsers: 0,
    });
  });

  it('removes its file when it ends', async () => {
    const sandbox = new Sandbox();
    const job = await startedJob(sandbox, await fileOf(sandbox, rows(1500)));
    expect(filesKept(sandbox)).to.equal(1);
    await follow(sandbox, job);
    expect(filesKept(sandbox)).to.equal(0);
  });

  it('fails if its file is missing', async () => {
    const sandbox = new Sandbox();
    const job = await startedJob(sandbox, await fileOf(sandbox, rows(1)));
    await sandbox.store.uploads.clear();
    expect((await follow(sandbox, job)).at(-1)).to.include({
      Status: 'Failed',
      CompletionMessage: 'The CSV file could not be read.',
    });
  });

  it('expires with its file if it is not started within a day', async () => {
    const sandbox = new Sandbox();
    const { JobId, PreSignedUrl } = await createJob(sandbox);
    await put(sandbox, PreSignedUrl, await fileOf(sandbox, [row(IDA)]));
    sandbox.time += DAY + 1;
    expect(await sandbox.refusal('StartUserImportJob', { JobId })).to.deep.equal([
      'PreconditionNotMetException',
      `${JobId} is Expired and cannot be started.`,
    ]);
    expect(filesKept(sandbox)).to.equal(0);
  });

  it('does not exist in another pool', async () => {
    const sandbox = new Sandbox();
    const JobId = 'import-0123456789abcdef';
    for (const operation of ['DescribeUserImportJob', 'StartUserImportJob', 'StopUserImportJob']) {
      expect(await sandbox.refusal(operation, { JobId }), operation).to.deep.equal([
        'ResourceNotFoundException',
        `Import job ${JobId} does not exist.`,
      ]);
    }
  });
});

describe('StartUserImportJob', () => {
  it('requires an uploaded file', async () => {
    const sandbox = new Sandbox();
    const { JobId } = await createJob(sandbox);
    expect(await sandbox.refusal('StartUserImportJob', { JobId })).to.deep.equal([
      'PreconditionNotMetException',
      `No csv file was uploaded for ${JobId}`,
    ]);
  });

  it('starts a job only once', async () => {
    const sandbox = new Sandbox();
    const { JobId } = await startedJob(sandbox, await fileOf(sandbox, [row(IDA)]));
    await follow(sandbox, { JobId });
    expect(await sandbox.refusal('StartUserImportJob', { JobId })).to.deep.equal([
      'PreconditionNotMetException',
      `${JobId} is Succeeded and cannot be started.`,
    ]);
  });

  it('is refused in a pool without auto-verified attributes', async () => {
    const sandbox = new Sandbox();
    sandbox.pool.settings.AutoVerifiedAttributes = [];
    const { JobId, PreSignedUrl } = await createJob(sandbox);
    await put(sandbox, PreSignedUrl, await fileOf(sandbox, [row(IDA)]));
    expect((await sandbox.refusal('StartUserImportJob', { JobId }))[0]).to.equal('PreconditionNotMetException');
  });

  it('is refused while another job runs, and advances that job', async () => {
    const sandbox = new Sandbox();
    const first = await startedJob(sandbox, await fileOf(sandbox, rows(1500)));
    const second = await createJob(sandbox, 'second');
    await put(sandbox, second.PreSignedUrl, await fileOf(sandbox, [row(IDA)]));
    expect((await sandbox.refusal('StartUserImportJob', { JobId: second.JobId }))[0]).to.equal(
      'PreconditionNotMetException',
    );
    expect(await jobCall(sandbox, 'StartUserImportJob', { JobId: second.JobId })).to.include({
      Status: 'Pending',
    });
    expect(await jobCall(sandbox, 'DescribeUserImportJob', { JobId: first.JobId })).to.include({
      Status: 'Succeeded',
      ImportedUsers: 1500,
    });
  });
});

describe('StopUserImportJob', () => {
  it('stops a running job at the next request', async () => {
    const sandbox = new Sandbox();
    const { JobId } = await startedJob(sandbox, await fileOf(sandbox, rows(2500)));
    await jobCall(sandbox, 'DescribeUserImportJob', { JobId });
    expect(await jobCall(sandbox, 'StopUserImportJob', { JobId })).to.include({
      Status: 'Stopping',
      ImportedUsers: 1000,
    });
    const stopped = {
      Status: 'Stopped',
      ImportedUsers: 1000,
      CompletionMessage: 'The Import Job was stopped by the developer.',
    };
    expect((await follow(sandbox, { JobId })).at(-1)).to.include(stopped);
    expect(await jobCall(sandbox, 'DescribeUserImportJob', { JobId })).to.include(stopped);
    expect(filesKept(sandbox)).to.equal(0);
  });

  it('stops a pending job at once', async () => {
    const sandbox = new Sandbox();
    const { JobId } = await startedJob(sandbox, await fileOf(sandbox, [row(IDA)]));
    expect(await jobCall(sandbox, 'StopUserImportJob', { JobId })).to.include({
      Status: 'Stopped',
      ImportedUsers: 0,
    });
    expect(filesKept(sandbox)).to.equal(0);
  });

  it('refuses a job that is not running', async () => {
    const sandbox = new Sandbox();
    const { JobId } = await createJob(sandbox);
    expect(await sandbox.refusal('StopUserImportJob', { JobId })).to.deep.equal([
      'PreconditionNotMetException',
      `${JobId} is Created and cannot be stopped.`,
    ]);
  });
});

describe('ListUserImportJobs', () => {
  it('lists the newest job first, page by page', async () => {
    const sandbox = new Sandbox();
    for (const name of ['one', 'two', 'three']) await createJob(sandbox, name);
    const names = (page: Record<string, unknown>) =>
      (page.UserImportJobs as { JobName: string }[]).map(({ JobName }) => JobName);
    const first = await sandbox.call('ListUserImportJobs', { MaxResults: 2 });
    const { PaginationToken } = first;
    const second = await sandbox.call('ListUserImportJobs', { MaxResults: 2, PaginationToken });
    expect([names(first), names(second)]).to.deep.equal([['three', 'two'], ['one']]);
    expect(second).to.not.have.property('PaginationToken');
  });

  it('advances a running job', async () => {
    const sandbox = new Sandbox();
    await startedJob(sandbox, await fileOf(sandbox, [row(IDA)]));
    const { UserImportJobs } = await sandbox.call('ListUserImportJobs', { MaxResults: 1 });
    expect(UserImportJobs).to.have.nested.property('[0].Status', 'Succeeded');
  });

  it('requires a page size from 1 to 60', async () => {
    const sandbox = new Sandbox();
    for (const input of [{}, { MaxResults: 0 }, { MaxResults: 61 }])
      expect((await sandbox.refusal('ListUserImportJobs', input))[0]).to.equal('InvalidParameterException');
  });
});
