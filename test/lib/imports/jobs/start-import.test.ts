import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { savedJob } from '../../../../src/lib/imports/compile/imports-folder.js';
import { startImport } from '../../../../src/lib/imports/jobs/start-import.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { type Answering, withFakeEndpoint } from '../../../contract/fake-endpoint.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { AGREED, NOBODY, unrecorded } from '../../changes/agreement.js';
import { lostAnswer } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { compiled, mockImportPool } from '../import-pool.js';

const ROWS = 'email,tenantId,roles\nana@example.com,tenant_001,super_admin\nben@example.com,tenant_001,itsm_agent\n';
const ROLE = 'arn:aws:iam::111122223333:role/Import';
const ON_JOB = { UserPoolId: SANDBOX_POOL_ID, JobId: 'import-1' };

describe('startImport', () => {
  let dataFolder: string;
  const cognito = mockImportPool();

  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'sf-admin-imports-'));
  });
  afterEach(() => rm(dataFolder, { recursive: true }));

  /** Carries out the change while `answering` answers the upload. */
  async function start(answering: Answering, options = AGREED) {
    return withFakeEndpoint(answering, async (url) => {
      cognito.answer('CreateUserImportJob', {
        UserImportJob: {
          JobId: 'import-1',
          Status: 'Created',
          PreSignedUrl: `${url}/upload?signature=s3cret`,
        },
      });
      const directory = openTestDirectory({ dataFolder, context: { endpointUrl: url } });
      const { change, startedJob } = startImport(directory, {
        compiled: await compiled(directory, ROWS),
        name: 'joiners',
        source: 'joiners.csv',
        logsRole: ROLE,
      });
      const outcomes = await carryOut(directory, [change], options);
      return {
        outcome: unrecorded(outcomes[0]!),
        job: startedJob(),
        saved: await savedJob(directory, 'import-1'),
      };
    });
  }

  const taking =
    (bodies: string[]): Answering =>
    async (request, response) => {
      let body = '';
      for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
      bodies.push(body);
      response.writeHead(200).end();
    };

  it('creates the job, uploads to its URL, starts it, and verifies that it has started', async () => {
    cognito.answer('StartUserImportJob', {});
    cognito.answer('DescribeUserImportJob', { UserImportJob: { JobId: 'import-1', Status: 'Pending' } });
    const bodies: string[] = [];
    const { outcome, job, saved } = await start(taking(bodies));
    expect({
      sent: cognito.written(),
      uploaded: bodies.map((body) => body.split('\n').length),
      job,
      saved: { ...saved, lines: [saved?.lines.source(2), saved?.lines.source(3)] },
      outcome: { ...outcome, plan: outcome.plan.target },
    }).to.deep.equal({
      sent: [
        ['CreateUserImportJob', { UserPoolId: SANDBOX_POOL_ID, JobName: 'joiners', CloudWatchLogsRoleArn: ROLE }],
        ['StartUserImportJob', ON_JOB],
      ],
      uploaded: [4],
      job: 'import-1',
      saved: { source: 'joiners.csv', rows: 2, tenantId: 'tenant_001', lines: [2, 3] },
      outcome: {
        plan: { kind: 'import-job', id: 'import-1', label: 'joiners', tenantId: 'tenant_001' },
        changed: true,
        dryRun: false,
        requestIds: ['CreateUserImportJob-1', 'StartUserImportJob-1'],
        warnings: [],
      },
    });
  });

  it('asks for confirmation, and says how many users get privileged roles', async () => {
    expect(await rejection(start(taking([]), NOBODY))).to.deep.equal({
      code: 'CONFIRMATION_REQUIRED',
      message: 'users import joiners needs confirmation, and there is no terminal to ask on',
      hint:
        'This creates up to 2 users, with privileged roles: super_admin (1).\n' +
        'To confirm: --yes\nTo see every change first: --dry-run',
    });
    expect(cognito.written()).to.deep.equal([]);
  });

  it('says that the job was created but not started if the upload was refused', async () => {
    const refused = await rejection(
      start((_, response) => {
        response.writeHead(403).end();
      }),
    );
    expect([refused.code, refused.message.replace(/:\d+/, ''), refused.hint?.split('\n').at(-1)]).to.deep.equal([
      'BAD_RESPONSE',
      'import job import-1 was created but not started: 127.0.0.1 refused the upload (403)',
      'A job that was not started does nothing and expires within two days.',
    ]);
  });

  it('writes the outcome to the history, without the upload URL', async () => {
    cognito.answer('StartUserImportJob', {});
    cognito.answer('DescribeUserImportJob', { UserImportJob: { JobId: 'import-1', Status: 'Pending' } });
    await start(taking([]));
    await rejection(
      start((_, response) => {
        response.writeHead(403).end();
      }),
    );
    const { readdir } = await import('node:fs/promises');
    const files = await readdir(dataFolder, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), 'utf8')),
    );
    expect(texts.filter((text) => text.includes('s3cret'))).to.deep.equal([]);
    expect(texts.join('')).to.contain('"operation":"users.import"').and.contain('"result":"done"');
  });

  it('finds out whether the job has started if the response was lost', async () => {
    cognito.answer('StartUserImportJob', lostAnswer());
    cognito.answer('DescribeUserImportJob', { UserImportJob: { JobId: 'import-1', Status: 'InProgress' } });
    const { outcome, job } = await start(taking([]));
    expect({ changed: outcome.changed, warnings: outcome.warnings, job }).to.deep.equal({
      changed: true,
      warnings: ['the response was lost; a check shows that it was done'],
      job: 'import-1',
    });
  });

  it('reports that nothing was changed if the response was lost and the job has not started', async () => {
    cognito.answer('StartUserImportJob', lostAnswer());
    cognito.answer('DescribeUserImportJob', { UserImportJob: { JobId: 'import-1', Status: 'Created' } });
    const refused = await rejection(start(taking([])));
    expect([refused.code, refused.hint?.split('\n')[0]]).to.deep.equal([
      'TIMEOUT',
      'A check shows that nothing was changed.',
    ]);
  });
});
