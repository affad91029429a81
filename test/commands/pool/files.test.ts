import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import PoolDiff from '../../../src/commands/pool/diff.js';
import PoolExport from '../../../src/commands/pool/export.js';
import PoolOutputs from '../../../src/commands/pool/outputs.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

/** The secret of the sandbox's app client. */
const SECRET = 'sandboxsecret0sandboxsecret0sandboxsecret0sandbox00';

/** The lines of stderr. */
function notes(stderr: string): string[] {
  return stderr.split('\n').filter((line) => line !== '');
}

describe('pool diff', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const fileOf = async (text: string): Promise<string> => {
    const path = place().path('pool.yaml');
    await writeFile(path, text);
    return path;
  };

  it('finds nothing against an export of the pool, and exits with 0', async () => {
    const path = await fileOf((await run(PoolExport)).stdout);
    const { stdout, stderr, exitCode } = await run(PoolDiff, [path]);
    expect({ stdout, notes: notes(stderr), exitCode }).to.deep.equal({
      stdout: '',
      notes: [`Compared the user pool with ${path}: 0 differences.`],
      exitCode: 0,
    });
  });

  it('prints a table in Markdown, in which columns cannot be picked', async () => {
    const path = await fileOf('poolSpec: 1\npasswordPolicy: { minimumLength: 14 }\n');
    const { stdout, exitCode } = await run(PoolDiff, [path, '-o', 'markdown']);
    expect([stdout.split('\n').slice(2), exitCode]).to.deep.equal([
      ['| user pool | passwordPolicy.minimumLength | 14 | 12 | 2 |', ''],
      9,
    ]);
    const refused = await run(PoolDiff, ['missing.yaml', '-o', 'markdown', '--columns', 'field']);
    expect([refused.exitCode, refused.stderr.split('\n')[0]]).to.deep.equal([
      2,
      'error: --columns cannot be used with -o markdown',
    ]);
  });

  it('lists each difference with both values and its line, and exits with 9', async () => {
    const path = await fileOf('poolSpec: 1\npasswordPolicy: { minimumLength: 14 }\nclients: [{ name: jobs }]\n');
    const { stdout, stderr, exitCode } = await run(PoolDiff, [path, '-o', 'json']);
    expect({ differences: JSON.parse(stdout) as unknown, notes: notes(stderr), exitCode }).to.deep.equal({
      differences: [
        {
          subject: 'user pool',
          field: 'passwordPolicy.minimumLength',
          wanted: 14,
          live: 12,
          reference: null,
          line: 2,
        },
        { subject: 'app client jobs', field: 'name', wanted: 'jobs', live: null, reference: null, line: 3 },
      ],
      notes: [
        '1 app client of the pool not in the file: stackflow-web.',
        `Compared the user pool with ${path}: 2 differences.`,
      ],
      exitCode: 9,
    });
  });

  it('reads the file from stdin, and prints the settings alone with -q', async () => {
    const stdin = 'poolSpec: 1\ntier: PLUS\n';
    const { stdout, exitCode } = await run(PoolDiff, ['-', '-q'], { stdin });
    expect({ stdout, exitCode }).to.deep.equal({ stdout: 'tier\n', exitCode: 9 });
  });

  describe('with a reference', () => {
    const template =
      'Resources:\n  P:\n    Type: AWS::Cognito::UserPool\n    Properties:\n      LambdaConfig:\n' +
      '        PreSignUp: !GetAtt F.Arn\n        PostConfirmation: !GetAtt G.Arn\n';
    const live = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

    it('says that its value was not compared, and how to supply it', async () => {
      const { stdout, stderr, exitCode } = await run(PoolDiff, [await fileOf(template)]);
      expect({ stdout, note: notes(stderr)[0], exitCode }).to.deep.equal({
        stdout: '',
        note:
          'Not compared, because only a deployment knows the value: triggers.preSignUp (line 6), ' +
          'triggers.postConfirmation (line 7). To supply one: --resolve F.Arn=VALUE',
        exitCode: 0,
      });
    });

    it('takes its value from --resolve, before --resolve-from', async () => {
      const given = place().path('values');
      await writeFile(given, `# functions\n\nF.Arn=${live('Other')}\nG.Arn=${live('Other')}\n`);
      const argv = [await fileOf(template), '-q', '--resolve-from', given];
      const resolved = ['--resolve', `F.Arn=${live('StackFlowCognitoPreSignUp')}`];
      expect((await run(PoolDiff, argv)).stdout).to.equal('triggers.preSignUp\ntriggers.postConfirmation\n');
      expect((await run(PoolDiff, [...argv, ...resolved])).stdout).to.equal('triggers.postConfirmation\n');
    });

    it('warns of a --resolve that the file refers to nowhere, since a parameter would keep its default', async () => {
      const stage = 'Parameters: { Stage: { Default: production } }\n';
      const path = await fileOf(stage + template + '      UserPoolName: !Sub stackflow-${Stage}\n');
      const { stderr } = await run(PoolDiff, [path, '--resolve', 'Stages=dev', '--resolve', `F.Arn=${live('f')}`]);
      expect(notes(stderr)[0]).to.equal(
        `warning: --resolve Stages: the user pool in ${path} refers to no value of this name. Did you mean Stage?`,
      );
    });

    it('warns of a line of --resolve-from whose name is nearly that of a reference without a value', async () => {
      const given = place().path('values');
      await writeFile(given, `OfAnotherFile=x\nF.Arm=${live('Other')}\n`);
      const path = await fileOf(template);
      const warnings = async (...argv: string[]) => {
        const { stderr } = await run(PoolDiff, [path, '--resolve-from', given, ...argv]);
        return notes(stderr).filter((line) => line.startsWith('warning'));
      };
      expect(await warnings()).to.deep.equal([
        `warning: ${given}: the user pool in ${path} refers to no value named F.Arm. Did you mean F.Arn?`,
      ]);
      const [f, g] = [`F.Arn=${live('f')}`, `G.Arn=${live('f')}`];
      expect(await warnings('--resolve', f, '--resolve', g)).to.deep.equal([]);
    });

    it('refuses a --resolve that is not NAME=VALUE', async () => {
      const { stderr, exitCode } = await run(PoolDiff, [await fileOf(template), '--resolve', 'F.Arn']);
      expect({ first: stderr.split('\n')[0], exitCode }).to.deep.equal({
        first: 'error: not NAME=VALUE: "F.Arn"',
        exitCode: 2,
      });
    });
  });

  it('warns of an unknown key, and compares the rest', async () => {
    const path = await fileOf('poolSpec: 1\ntire: PLUS\n');
    const { stderr, exitCode } = await run(PoolDiff, [path]);
    expect({ first: notes(stderr)[0], exitCode }).to.deep.equal({
      first: `warning: ${path} line 2, column 1, tire: unknown key, ignored. Did you mean tier?`,
      exitCode: 0,
    });
  });

  it('refuses an invalid file with everything that is wrong, and exits with 2', async () => {
    const path = await fileOf('poolSpec: 1\ntier: GOLD\nname: 1\n');
    const { stdout, stderr, exitCode } = await run(PoolDiff, [path]);
    expect({ stdout, stderr, exitCode }).to.deep.equal({
      stdout: '',
      stderr:
        `error: ${path} line 2, column 7, tier: expected one of: LITE, ESSENTIALS, PLUS, not "GOLD"\n` +
        '  Correct the file in an editor\n' +
        '  Also line 3, column 7, name: expected text of 1 to 128 characters. ' +
        'Put it in quotes, or YAML reads it as a number\n',
      exitCode: 2,
    });
  });

  it('refuses a file that does not exist, and one of 10 MB', async () => {
    const missing = await run(PoolDiff, [place().path('none.yaml')]);
    const large = await fileOf(`poolSpec: 1\n${'# comment\n'.repeat(1_000_000)}`);
    const tooLarge = await run(PoolDiff, [large]);
    expect([missing.exitCode, tooLarge.exitCode]).to.deep.equal([2, 2]);
    expect(missing.stderr).to.match(/^error: cannot read ".*none\.yaml"/);
    expect(tooLarge.stderr).to.match(/^error: .*pool\.yaml is larger than 1 MB\n/);
  });
});

describe('pool export', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  for (const dialect of ['sf-admin', 'openmcf', 'stacktape', 'cloudformation']) {
    it(`as ${dialect} writes a file that the pool does not differ from, without the secret`, async () => {
      const { stdout } = await run(PoolExport, ['--as', dialect]);
      expect(stdout).not.to.include(SECRET);
      const diff = await run(PoolDiff, ['-', '-q'], { stdin: stdout });
      expect({ stdout: diff.stdout, exitCode: diff.exitCode }).to.deep.equal({ stdout: '', exitCode: 0 });
    });
  }

  it('lists what the dialect cannot express on stderr', async () => {
    const { stderr } = await run(PoolExport, ['--as', 'openmcf']);
    expect(notes(stderr)).to.deep.equal([
      'Not in the file, because it cannot express them:',
      ...['tier', 'mfa.sms', 'sms.callerArn', 'sms.externalId', 'sms.region'].map((name) => `  ${name}`),
      ...['triggers.preTokenGenerationVersion', 'domain.managedLoginVersion'].map((name) => `  ${name}`),
      ...['sessionValiditySeconds', 'readAttributes', 'writeAttributes'].map(
        (name) => `  app client stackflow-web: ${name}`,
      ),
    ]);
  });

  it('lists the further app clients of a pool that Stacktape has no place for', async () => {
    await place().call('CreateUserPoolClient', { ClientName: 'another' });
    const { stderr } = await run(PoolExport, ['--as', 'stacktape']);
    // One of the two is in the file, without its name.
    const lost = notes(stderr).filter((line) => line.endsWith(': name'));
    expect(lost).to.have.members(['  app client another: name', '  app client stackflow-web: name']);
  });

  it('writes a template as JSON with -o json', async () => {
    const { stdout } = await run(PoolExport, ['--as', 'cloudformation', '-o', 'json']);
    expect(JSON.parse(stdout)).to.have.nested.property('Resources.UserPool.Type', 'AWS::Cognito::UserPool');
  });
});

describe('pool outputs', () => {
  const run = commandRunner(ownPlace());
  const OUTPUTS = {
    user_pool_id: SANDBOX_POOL_ID,
    user_pool_arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${SANDBOX_POOL_ID}`,
    user_pool_endpoint: `https://cognito-idp.us-east-1.amazonaws.com/${SANDBOX_POOL_ID}`,
    user_pool_domain: 'stackflow-identity-000000000000',
    cloudfront_distribution_arn: null,
    client_ids: { 'stackflow-web': SANDBOX_CLIENT_ID },
  };

  it('has the outputs of OpenMCF by their names, and no secret', async () => {
    const { stdout, exitCode } = await run(PoolOutputs, ['-o', 'json']);
    expect({ outputs: JSON.parse(stdout) as unknown, exitCode }).to.deep.equal({ outputs: OUTPUTS, exitCode: 0 });
  });

  it('has secrets with --show-secrets', async () => {
    const { stdout } = await run(PoolOutputs, ['--json', '--show-secrets']);
    const client_secrets = { 'stackflow-web': SECRET };
    expect(JSON.parse(stdout)).to.deep.equal({ ...OUTPUTS, client_secrets });
  });

  it('has the variables of a joined function as env, by default', async () => {
    const { stdout } = await run(PoolOutputs);
    expect(stdout.split('\n')).to.include.members([
      `USER_POOL_ID=${SANDBOX_POOL_ID}`,
      `USER_POOL=${OUTPUTS.user_pool_arn}`,
      `USER_POOL_CLIENT_ID=${SANDBOX_CLIENT_ID}`,
      `CLIENT_ID_STACKFLOW_WEB=${SANDBOX_CLIENT_ID}`,
    ]);
    expect(stdout).not.to.include(SECRET);
  });

  it('is YAML with -o yaml, and the ID alone with -q', async () => {
    expect((await run(PoolOutputs, ['-o', 'yaml'])).stdout).to.match(/^user_pool_id: us-east-1_Sandbox01\n/);
    expect((await run(PoolOutputs, ['-q'])).stdout).to.equal(`${SANDBOX_POOL_ID}\n`);
  });
});
