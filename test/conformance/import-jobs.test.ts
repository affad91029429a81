import { setTimeout as delay } from 'node:timers/promises';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CreateUserImportJobCommand,
  DescribeUserImportJobCommand,
  GetCSVHeaderCommand,
  ListUserImportJobsCommand,
  StartUserImportJobCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserImportJobType } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import { SandboxRequestHandler } from '../../src/lib/sandbox/doors/in-process.js';
import { createPoolUnderTest, errorOf, type PoolUnderTest } from './pool-under-test.js';

const ANA = 'ana@tenant-one.example';
const BEN = 'ben@tenant-one.example';
const EVA = 'eva@tenant-one.example';
const OLD = 'old@tenant-one.example';

/** A real account needs a role that may write the log; other endpoints only check its format. */
const ROLE = process.env.SF_ADMIN_TEST_LOGS_ROLE ?? 'arn:aws:iam::000000000000:role/import-logs';

describe('conformance: import jobs', function () {
  this.timeout(600_000);
  let pool: PoolUnderTest;
  let header: string[];

  const create = async (): Promise<UserImportJobType> => {
    const { UserImportJob } = await pool.cognito.send(
      new CreateUserImportJobCommand({
        UserPoolId: pool.UserPoolId,
        JobName: 'conformance',
        CloudWatchLogsRoleArn: ROLE,
      }),
    );
    return UserImportJob!;
  };
  const start = (JobId: string) =>
    pool.cognito.send(new StartUserImportJobCommand({ UserPoolId: pool.UserPoolId, JobId }));
  const describeJob = async (JobId: string): Promise<UserImportJobType> => {
    const input = { UserPoolId: pool.UserPoolId, JobId };
    return (await pool.cognito.send(new DescribeUserImportJobCommand(input))).UserImportJob!;
  };
  const ended = async (JobId: string): Promise<UserImportJobType> => {
    for (;;) {
      const job = await describeJob(JobId);
      if (job.CompletionDate !== undefined) return job;
      await delay(1000);
    }
  };

  before(async () => {
    pool = await createPoolUnderTest();
    const { UserPoolId } = pool;
    await pool.cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: OLD, MessageAction: 'SUPPRESS' }));
    header = (await pool.cognito.send(new GetCSVHeaderCommand({ UserPoolId }))).CSVHeader!;
  });

  after(() => pool.remove());

  it('the header has the attributes, including custom ones, and two more columns', () => {
    expect(header).to.include.members([
      'cognito:username',
      'cognito:mfa_enabled',
      'email',
      'email_verified',
      'custom:tenant_id',
      'custom:employee_no',
    ]);
    expect(header).to.not.include('sub');
  });

  it('a job does not start without its file', async () => {
    const { JobId = '' } = await create();
    expect(await errorOf(start(JobId))).to.equal('PreconditionNotMetException');
  });

  it('a job imports users who must reset their password, skips existing ones, and fails unverified ones', async () => {
    const { JobId = '', PreSignedUrl = '', ...created } = await create();
    expect(created).to.include({ Status: 'Created', ImportedUsers: 0, SkippedUsers: 0, FailedUsers: 0 });
    const rows = [
      row(ANA, { 'custom:tenant_id': 'tenant\\, one' }),
      row(OLD),
      row(EVA, { email_verified: 'false' }),
      row(BEN),
    ];
    const lines = [header.join(','), ...rows.map((values) => header.map((name) => values[name] ?? '').join(','))];
    await upload(pool, PreSignedUrl, lines.map((line) => `${line}\n`).join(''));
    expect((await start(JobId)).UserImportJob?.Status).to.equal('Pending');
    expect(await ended(JobId)).to.include({ JobId, ImportedUsers: 2, SkippedUsers: 1, FailedUsers: 1 });

    const input = { UserPoolId: pool.UserPoolId, Username: ANA };
    const { UserStatus, Enabled, UserAttributes } = await pool.cognito.send(new AdminGetUserCommand(input));
    expect([UserStatus, Enabled]).to.deep.equal(['RESET_REQUIRED', true]);
    expect(UserAttributes).to.deep.include.members([
      { Name: 'email_verified', Value: 'true' },
      { Name: 'custom:tenant_id', Value: 'tenant, one' },
    ]);
    expect(await errorOf(start(JobId))).to.equal('PreconditionNotMetException');
  });

  it('jobs are listed newest first, page by page', async () => {
    const { JobId } = await create();
    const input = { UserPoolId: pool.UserPoolId, MaxResults: 1 };
    const { UserImportJobs, PaginationToken } = await pool.cognito.send(new ListUserImportJobsCommand(input));
    expect(UserImportJobs?.map((job) => job.JobId)).to.deep.equal([JobId]);
    expect(PaginationToken).to.be.a('string');
  });
});

function row(email: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    'cognito:username': email,
    email,
    email_verified: 'true',
    'cognito:mfa_enabled': 'false',
    ...more,
  };
}

/** Uploads to S3, an emulator, or the sandbox in this process. */
async function upload({ cognito }: PoolUnderTest, url: string, file: string): Promise<void> {
  const headers = {
    'content-length': String(Buffer.byteLength(file)),
    'x-amz-server-side-encryption': 'aws:kms',
  };
  const { requestHandler } = cognito.config;
  if (requestHandler instanceof SandboxRequestHandler) {
    const { pathname: path, searchParams } = new URL(url);
    const query = Object.fromEntries(searchParams);
    const { response } = await requestHandler.handle({ method: 'PUT', path, query, headers, body: file });
    expect(response.statusCode).to.equal(200);
  } else expect((await fetch(url, { method: 'PUT', headers, body: file })).status).to.equal(200);
}
