import { expect } from 'chai';

import PoolRequirements from '../../../src/commands/pool/requirements.js';
import { ANY_CREDENTIALS } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { GOOD_ANSWERS, GOOD_POOL } from '../../lib/checks/requirements/good-answers.js';
import { mockCognito } from '../../lib/cognito/cognito-mock.js';
import { errorOf, mockServices, type ServiceAnswers } from '../../lib/cognito/services-mock.js';

describe('pool requirements', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  describe('on the sandbox', () => {
    it('checks the pool, and says that the sandbox has no other services', async () => {
      const { stdout, stderr, exitCode } = await run(PoolRequirements, ['-o', 'csv', '--columns', 'status,found']);
      const rows = stdout.trimEnd().split('\n').slice(1);
      expect({
        unchecked: [...new Set(rows.filter((row) => row.startsWith('not checked')))],
        stderr,
        exitCode,
      }).to.deep.equal({
        unchecked: ['not checked,the sandbox is in no account', 'not checked,the sandbox has no such services'],
        stderr:
          'warning: Requirements that were not checked may or may not be met.\n' +
          'Checked 23 requirements: 6 met, 0 not met, 17 not checked.\n',
        exitCode: 0,
      });
    });

    it('exits with 9 with --strict, because not everything could be checked', async () => {
      expect((await run(PoolRequirements, ['--strict', '-q'])).exitCode).to.equal(9);
    });
  });

  describe('in AWS', () => {
    const cognito = mockCognito();
    const services = mockServices();

    async function check(argv: readonly string[], answers: ServiceAnswers = {}) {
      cognito.answer('DescribeUserPool', GOOD_POOL.DescribeUserPool);
      cognito.answer('DescribeUserPoolDomain', GOOD_POOL.DescribeUserPoolDomain);
      cognito.answer('DescribeUserPoolClient', GOOD_POOL.DescribeUserPoolClient);
      services.answer({ ...GOOD_ANSWERS, ...answers });
      return run(PoolRequirements, ['--context', 'stackflow', ...argv], { env: ANY_CREDENTIALS });
    }

    it('exits with 0 if everything is met, with --strict too', async () => {
      const { stderr, exitCode } = await check(['--strict']);
      expect([stderr, exitCode]).to.deep.equal(['Checked 23 requirements: 23 met, 0 not met, 0 not checked.\n', 0]);
    });

    it('exits with 9 if something is not met, and shows what was found and what to do', async () => {
      const { stdout, stderr, exitCode } = await check([], { 'sns:GetTopicAttributes': errorOf('NotFoundException') });
      expect({ shown: stdout.includes(NOT_MET), stderr, exitCode }).to.deep.equal({
        shown: true,
        stderr: 'Checked 23 requirements: 22 met, 1 not met, 0 not checked.\n',
        exitCode: 9,
      });
    });

    it('names the permission that was missing, in JSON too', async () => {
      const { stdout, stderr, exitCode } = await check(['-o', 'json'], {
        'sns:GetTopicAttributes': errorOf('AuthorizationErrorException', 'Not authorized.'),
      });
      const topic = (JSON.parse(stdout) as { id: string }[]).find(({ id }) => id === 'SECURITY_TOPIC');
      expect({ topic, stderr: stderr.split('\n').length, exitCode }).to.deep.equal({
        topic: {
          id: 'SECURITY_TOPIC',
          requirement: 'the SNS topic stackflow-security-findings exists, for authentication events',
          status: 'not checked',
          found: 'not allowed to call GetTopicAttributes of SNS: Not authorized',
          permission: 'sns:GetTopicAttributes',
          fix: 'Allow sns:GetTopicAttributes: sf-admin iam policy --command pool:requirements --context stackflow',
        },
        stderr: 3,
        exitCode: 0,
      });
    });
  });
});

const NOT_MET =
  'not met: the SNS topic stackflow-security-findings exists, for authentication events\n' +
  '  found  there is no such topic\n' +
  '  fix    Create the topic stackflow-security-findings, and send the events of the user pool to it.\n';
