import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import HistoryUndo from '../../../src/commands/history/undo.js';
import PoolApply from '../../../src/commands/pool/apply.js';
import PoolDiff from '../../../src/commands/pool/diff.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:Check';

describe('pool apply', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const fileOf = async (text: string): Promise<string> => {
    const path = place().path('pool.yaml');
    await writeFile(path, text);
    return path;
  };

  it('changes what differs, so that nothing differs any more, and can be undone', async () => {
    const path = await fileOf('poolSpec: 1\npasswordPolicy: { minimumLength: 14 }\ndeletionProtection: true\n');
    expect(await run(PoolApply, [path])).to.deep.equal({
      stdout: 'Changed passwordPolicy.minimumLength of user pool stackflow-sandbox.\n',
      stderr:
        'App clients that are not in the file stay: stackflow-web.\n' +
        'pool apply stackflow-sandbox\n  passwordPolicy.minimumLength: 12 → 14\n',
      exitCode: 0,
      asked: [],
    });
    expect((await run(PoolDiff, [path])).exitCode).to.equal(0);
    const again = await run(PoolApply, [path, '-q']);
    expect([again.stdout, again.exitCode]).to.deep.equal(['', 0]);

    const other = await fileOf('poolSpec: 1\npasswordPolicy: { minimumLength: 15 }\n');
    const { outcomes } = JSON.parse((await run(PoolApply, [other, '-o', 'json'])).stdout) as {
      outcomes: { recordId: string }[];
    };
    const undone = await run(HistoryUndo, [outcomes[0]!.recordId]);
    expect([undone.stdout, undone.exitCode]).to.deep.equal(['Reverted pool apply on stackflow-sandbox.\n', 0]);
  });

  it('says that there is nothing to do', async () => {
    const path = await fileOf('poolSpec: 1\ndeletionProtection: true\nclients: [{ name: stackflow-web }]\n');
    expect(await run(PoolApply, [path])).to.deep.equal({
      stdout: `The user pool does not differ from ${path}. Nothing was changed.\n`,
      stderr: '',
      exitCode: 0,
      asked: [],
    });
    expect(JSON.parse((await run(PoolApply, [path, '-o', 'json'])).stdout)).to.have.deep.property('outcomes', []);
  });

  it('shows each difference in a dry run, and what cannot be taken back', async () => {
    const text =
      'poolSpec: 1\nattributes: [{ name: cost_centre, type: String }]\nclients: [{ name: jobs, oauth: false }]\n' +
      'groups: [{ name: admins }]\nidentityProviders: [{ name: Google, type: Google }]\n';
    const before = await place().bytes();
    expect(await run(PoolApply, ['-', '--dry-run'], { stdin: text })).to.deep.equal({
      stdout:
        'pool apply stackflow-sandbox\n  attributes.cost_centre.type: (none) → String\n' +
        'pool apply jobs\n  name: (none) → jobs\n  oauth: (none) → no\n',
      stderr:
        'Not created: the groups and identity providers of the file.\n' +
        'App clients that are not in the file stay: stackflow-web.\n' +
        'A custom attribute can neither be changed nor removed.\n' +
        'sf-admin does not delete app clients: a new one can be deleted only in the AWS console.\n' +
        'Dry run: nothing is written.\n',
      exitCode: 0,
      asked: [],
    });
    expect(await place().bytes()).to.equal(before);
  });

  it('writes its plan, and what it did, as Markdown', async () => {
    const path = await fileOf(
      'poolSpec: 1\npasswordPolicy: { minimumLength: 14 }\nclients: [{ name: stackflow-web }]\n',
    );
    const place = `Context sandbox: user pool us-east-1\\_Sandbox01 (embedded), account 000000000000\n\n`;
    const table = (status: string): string =>
      `${place}| On | Setting | Before | After | Status |\n|---|---|---|---|---|\n` +
      `| user pool stackflow-sandbox | passwordPolicy.minimumLength | 12 | 14 | ${status} |\n`;
    expect((await run(PoolApply, [path, '--dry-run', '-o', 'markdown'])).stdout).to.equal(table('planned'));
    expect((await run(PoolApply, [path, '-o', 'markdown'])).stdout).to.equal(table('changed'));
    const { stdout } = await run(PoolApply, [path, '-o', 'markdown']);
    expect(stdout).to.match(/^Context sandbox: .*\n\nThe user pool does not differ from [^\n]*\n$/);
    expect((await run(PoolApply, [path, '-o', 'markdown', '-q'])).stdout).to.equal('');
  });

  it('asks once, and changes nothing if the answer is no', async () => {
    const path = await fileOf('poolSpec: 1\ntier: PLUS\nclients: [{ name: jobs }]\n');
    const before = await place().bytes();
    const { asked, exitCode } = await run(PoolApply, [path], { tty: true, answers: [false] });
    expect([asked.map(({ message }) => message), exitCode]).to.deep.equal([
      ['pool apply (2 changes) in context sandbox. Continue?'],
      130,
    ]);
    expect(await place().bytes()).to.equal(before);
  });

  it('refuses references that nothing resolves, by line, before anything is sent', async () => {
    const text =
      'Resources:\n  P:\n    Type: AWS::Cognito::UserPool\n    Properties:\n      LambdaConfig:\n' +
      '        PreSignUp: !GetAtt F.Arn\n        PostConfirmation: !GetAtt G.Arn\n';
    const path = await fileOf(text);
    expect(await run(PoolApply, [path, '--resolve', `G.Arn=${FUNCTION}`])).to.deep.equal({
      stdout: '',
      stderr:
        `error: ${path} line 6, column 9, Resources.P.Properties.LambdaConfig.PreSignUp: the value of F.Arn is not known\n` +
        '  Supply it: --resolve F.Arn=VALUE\n',
      exitCode: 2,
      asked: [],
    });
    const both = [path, '--resolve', `F.Arn=${FUNCTION}`, '--resolve', `G.Arn=${FUNCTION}`];
    expect((await run(PoolApply, [...both, '--yes'])).exitCode).to.equal(0);
    expect((await run(PoolDiff, both)).exitCode).to.equal(0);
  });

  it('needs no value for a reference in what it does not create', async () => {
    const text =
      'Resources:\n  P:\n    Type: AWS::Cognito::UserPool\n    Properties: { UserPoolTier: ESSENTIALS }\n' +
      '  G:\n    Type: AWS::Cognito::UserPoolGroup\n' +
      '    Properties: { UserPoolId: !Ref P, GroupName: admins, RoleArn: !GetAtt Role.Arn }\n';
    const { stderr, exitCode } = await run(PoolApply, [await fileOf(text)]);
    expect([stderr.split('\n')[0], exitCode]).to.deep.equal(['Not created: the groups of the file.', 0]);
  });

  it('exits with 3 for a setting that is fixed at creation, and says what to do', async () => {
    const path = await fileOf('poolSpec: 1\nusernameCaseSensitive: true\n');
    expect(await run(PoolApply, [path])).to.deep.equal({
      stdout: '',
      stderr:
        `error: ${path} line 2, usernameCaseSensitive is fixed when a user pool is created (file: true; pool: false)\n` +
        '  Nothing was changed.\n' +
        '  Write into the file what the user pool has, or take the setting out of it. ' +
        'For another value, make a new user pool: sf-admin pool create FILE\n',
      exitCode: 3,
      asked: [],
    });
  });

  it('says after a failure what was done, what was not, and how to continue', async () => {
    // A tag that is reserved, which the service refuses.
    const text =
      'poolSpec: 1\nhostedUiCss: .a {}\ntags: { "aws:team": x }\n' +
      'clients: [{ name: stackflow-web, oauthScopes: [openid] }, { name: jobs }]\n';
    const { stdout, stderr, exitCode } = await run(PoolApply, ['-', '--yes'], { stdin: text });
    const lines = stderr.split('\n');
    expect([stdout, exitCode, lines.slice(lines.findIndex((line) => line.startsWith('warning')))]).to.deep.equal([
      '',
      8,
      [
        'warning: stackflow-sandbox (tags): UpdateUserPool failed: ' + 'Tag keys that start with aws: are reserved',
        'warning: stackflow-sandbox (hostedUiCss); stackflow-web (oauthScopes); jobs (name): ' +
          'not started, because an earlier change failed',
        'warning: Once the cause is fixed, run the same command again: it does the rest.',
        '',
      ],
    ]);
  });
});
