import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { keptJob } from '../../../../src/lib/imports/compile/imports-folder.js';
import { startImport } from '../../../../src/lib/imports/jobs/start-import.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { type Answering, withFakeEndpoint } from '../../../contract/fake-endpoint.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { AGREED, NOBODY, unrecorded } from '../../changes/agreement.js';
import { lostAnswer } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { compiled, mockImportPool } from '../import-pool.js';

const ROWS =
  'email,tenantId,roles\nana@example.com,tenant_001,super_admin\nben@example.com,tenant_001,itsm_agent\n';
const ROLE = 'arn:aws:iam::111122223333:role/Import';
const ON_JOB = { UserPoolId: SANDBOX_POOL_ID, JobId: 'import-1' };

describe('startImport', () => {
  let dataFolder: string;
  const cognito = mockImportPool();

  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'sf-admin-imports-'));
  });
  afterEach(() => rm(dataFolder, { recursive: true }));

  /** What is uploaded, by a change that is carried out while something answers the upload. */
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
        kept: await keptJob(directory, 'import-1'),
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

  it('makes the job, uploads to its URL, starts it, and proves that it has started', async () => {
    cognito.answer('StartUserImportJob', {});
    cognito.answer('DescribeUserImportJob', { UserImportJob: { JobId: 'import-1', Status: 'Pending' } });
    const bodies: string[] = [];
    const { outcome, job, kept } = await start(taking(bodies));
    expect({
      sent: cognito.written(),
      uploaded: bodies.map((body) => body.split('\n').length),
      job,
      kept: { ...kept, lines: [kept?.lines.source(2), kept?.lines.source(3)] },
      outcome: { ...outcome, plan: outcome.plan.target },
    }).to.deep.equal({
      sent: [
        [
          'CreateUserImportJob',
          { UserPoolId: SANDBOX_POOL_ID, JobName: 'joiners', CloudWatchLogsRoleArn: ROLE },
        ],
        ['StartUserImportJob', ON_JOB],
      ],
      uploaded: [4],
      job: 'import-1',
      kept: { source: 'joiners.csv', rows: 2, lines: [2, 3] },
      outcome: {
        plan: { kind: 'import-job', id: 'import-1', label: 'joiners', tenantId: 'tenant_001' },
        changed: true,
        dryRun: false,
        requestIds: ['CreateUserImportJob-1', 'StartUserImportJob-1'],
        warnings: [],
      },
    });
  });

  it('asks first, and says who would be privileged', async () => {
    expect(await rejection(start(taking([]), NOBODY))).to.deep.equal({
      code: 'CONFIRMATION_REQUIRED',
      message: 'users import joiners needs confirmation, and there is no terminal to ask on',
      hint:
        '2 users would be created, 1 with super_admin, which is privileged.\n' +
        'To confirm, run it again with --yes. To see every change first: --dry-run',
    });
    expect(cognito.written()).to.deep.equal([]);
  });

  it('says that a job whose upload was refused was made, and does nothing', async () => {
    const refused = await rejection(
      start((_, response) => {
        response.writeHead(403).end();
      }),
    );
    expect([
      refused.code,
      refused.message.replace(/:\d+/, ''),
      refused.hint?.split('\n').at(-1),
    ]).to.deep.equal([
      'BAD_RESPONSE',
      'import job import-1 was made, and was not started: 127.0.0.1 refused the upload (403)',
      'A job that is not started expires by itself within two days, and does nothing.',
    ]);
  });

  it('keeps the URL out of the history, which has the outcome', async () => {
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

  it('looks up whether the job has started where the answer was lost', async () => {
    cognito.answer('StartUserImportJob', lostAnswer());
    cognito.answer('DescribeUserImportJob', { UserImportJob: { JobId: 'import-1', Status: 'InProgress' } });
    const { outcome, job } = await start(taking([]));
    expect({ changed: outcome.changed, warnings: outcome.warnings, job }).to.deep.equal({
      changed: true,
      warnings: ['the answer was lost; looking it up shows that it was done'],
      job: 'import-1',
    });
  });

  it('has started nothing where the answer was lost and the job stands as it was made', async () => {
    cognito.answer('StartUserImportJob', lostAnswer());
    cognito.answer('DescribeUserImportJob', { UserImportJob: { JobId: 'import-1', Status: 'Created' } });
    const refused = await rejection(start(taking([])));
    expect([refused.code, refused.hint?.split('\n')[0]]).to.deep.equal([
      'TIMEOUT',
      'Looked it up: nothing was changed.',
    ]);
  });
});
