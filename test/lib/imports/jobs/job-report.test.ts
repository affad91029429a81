import { expect } from 'chai';

import { jobReport } from '../../../../src/lib/imports/jobs/job-report.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { type Answering, loginPage, withFakeEndpoint } from '../../../contract/fake-endpoint.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito } from '../../cognito/cognito-mock.js';

describe('jobReport', () => {
  const cognito = mockCognito();
  beforeEach(() => {
    cognito.answer('DescribeUserImportJob', {
      UserImportJob: {
        JobId: 'import-1',
        JobName: 'joiners',
        Status: 'Succeeded',
        FailedUsers: 1,
        PreSignedUrl: 'https://s3.example/s3cret',
      },
    });
    cognito.answer('DescribeUserPool', { UserPool: { Id: SANDBOX_POOL_ID, Name: 'stackflow' } });
  });

  const report = (answering: Answering) =>
    withFakeEndpoint(answering, (endpointUrl) =>
      jobReport(openTestDirectory({ context: { kind: 'aws', endpointUrl } }), 'import-1'),
    );

  const IN_CLOUDWATCH = {
    group: `/aws/cognito/userpools/${SANDBOX_POOL_ID}/stackflow`,
    stream: 'import-1/joiners',
  };

  for (const [what, answering] of [
    ['has no such path', (_, response) => void response.writeHead(404).end('nothing here')],
    ['closes the connection', (request) => void request.socket.destroy()],
    ['answers with a page', loginPage],
  ] as const satisfies readonly (readonly [string, Answering])[]) {
    it(`has the location of the log in CloudWatch if the endpoint ${what}`, async () => {
      const { log, failures } = await report(answering);
      expect({ log, failures }).to.deep.equal({ log: IN_CLOUDWATCH, failures: [] });
    });
  }

  it('has the failures of a job that was created elsewhere by the lines of the uploaded file, and no upload URL', async () => {
    const found = await report((_, response) => {
      response
        .writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
        .end('[SUCCEEDED] Line Number 2 - The import succeeded.\n[FAILED] Line Number 3 - It is invalid.\n');
    });
    expect({ ...found, job: JSON.stringify(found.job).includes('s3cret') }).to.deep.equal({
      job: false,
      source: null,
      rows: null,
      failures: [{ line: null, compiledLine: 3, result: 'failed', reason: 'It is invalid.' }],
      log: null,
    });
  });
});
