import { expect } from 'chai';

import UsersDelete from '../../../src/commands/users/delete.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { type CommandResult, commandRunner } from '../../helpers/run-command.js';
import { outcomesIn } from '../../helpers/outcomes.js';

const BEN = 'ben.carter@tenant-one.example';
const CHLOE = 'chloe.dubois@tenant-one.example';
const MEI_FEDERATED = 'AzureAD_mei.tanaka@tenant-two.example';
const PASSWORD = 'Sandbox-Demo-2026!';

describe('users delete', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('deletes permanently after a confirmation and leaves other users alone', async () => {
    const before = Object.keys((await place().pool()).users).length;
    const result = await run(UsersDelete, [BEN, MEI_FEDERATED], { tty: true, answers: [true] });
    expect({
      stdout: result.stdout,
      exitCode: result.exitCode,
      asked: result.asked,
      ben: await place().user(BEN),
      deleted: before - Object.keys((await place().pool()).users).length,
      signIn: await place().signIn(BEN, PASSWORD),
    }).to.deep.equal({
      stdout: `Deleted ${BEN}.\nDeleted mei.tanaka@tenant-two.example.\n`,
      exitCode: 0,
      asked: [{ kind: 'confirm', message: 'users delete 2 users in context sandbox. Continue?' }],
      ben: undefined,
      deleted: 2,
      signIn: 'Incorrect username or password.',
    });
    expect(result.stderr).to.include('The StackFlow profile record, if there is one, stays');
  });

  it('shows every attribute that would be lost with --dry-run and writes nothing', async () => {
    const before = await place().bytes();
    const { stdout, exitCode } = await run(UsersDelete, [BEN, '--dry-run', '--json']);
    const [outcome] = outcomesIn(stdout) as { fields: { field: string }[] }[];
    expect({
      exitCode,
      fields: outcome?.fields.map(({ field }) => field).sort(),
      isUntouched: before === (await place().bytes()),
    }).to.deep.equal({
      exitCode: 0,
      fields: [
        'custom:employee_no',
        'department',
        'email',
        'emailVerified',
        'enabled',
        'familyName',
        'givenName',
        'roles',
        'status',
        'sub',
        'tenantId',
      ],
      isUntouched: true,
    });
  });

  it('deletes no user without --yes in a script, in another tenant, or if one of several does not exist', async () => {
    const before = await place().bytes();
    const codes = [];
    for (const argv of [[BEN], [BEN, '--tenant', 'tenant_002', '--yes'], [BEN, 'nobody@example.com', '--yes']]) {
      codes.push((await run(UsersDelete, argv)).exitCode);
    }
    expect([codes, before === (await place().bytes())]).to.deep.equal([[2, 3, 4], true]);
  });

  it('requires the name to be typed in a protected context, or the number of several users', async () => {
    const typed = (users: string[], answer: string): Promise<CommandResult> =>
      whileServed(place(), async (url) => {
        await writeLiveContext(place(), url, 'protected: true');
        return run(UsersDelete, users, { tty: true, answers: [answer], env: ANY_CREDENTIALS });
      });
    const wrong = await typed([BEN], 'ben');
    const isThereStill = (await place().user(BEN)) !== undefined;
    const right = await typed([BEN, CHLOE], '2');
    expect({
      asked: [...wrong.asked, ...right.asked].map(({ message }) => message),
      codes: [wrong.exitCode, right.exitCode],
      isThereStill,
      after: [await place().user(BEN), await place().user(CHLOE)],
    }).to.deep.equal({
      asked: [
        `users delete ${BEN} in context live (protected). Type ${BEN} to continue:`,
        'users delete 2 users in context live (protected). Type 2 to continue:',
      ],
      codes: [130, 0],
      isThereStill: true,
      after: [undefined, undefined],
    });
  });
});
