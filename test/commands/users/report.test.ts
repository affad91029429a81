import { expect } from 'chai';

import UsersReport from '../../../src/commands/users/report.js';
import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import type { UserReport } from '../../../src/lib/reports/user/read-user-report.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const DAVID = 'david.okafor@tenant-one.example';

describe('users report', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('has the account, the diagnosis, the sessions, the events and the changes of a user', async () => {
    await place().edit(({ settings }) => {
      Object.assign(settings, { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } });
    });
    await place().signIn(DAVID, 'Sandbox-Demo-2026!');
    await run(UsersSetAttributes, [DAVID, '--set', 'nickname=Dave', '--reason', 'INC-7']);
    await run(UsersSetAttributes, ['ben.carter@tenant-one.example', '--set', 'nickname=Ben']);
    const { stdout, stderr } = await run(UsersReport, [DAVID, '--json']);
    const { user, diagnosis, sessions, events, history, unread } = JSON.parse(stdout) as UserReport;
    expect([user.email, user.enabled, sessions!.length > 0, events!.map(({ type }) => type)]).to.deep.equal([
      DAVID,
      true,
      true,
      ['SignIn'],
    ]);
    expect(diagnosis.findings.map(({ rule }) => rule)).to.deep.equal(['MFA_MISSING']);
    expect([history!.total, history!.latest.map(({ reason }) => reason), unread, stderr]).to.deep.equal([
      1,
      ['INC-7'],
      [],
      '',
    ]);
    const page = (await run(UsersReport, [DAVID, '-o', 'html'])).stdout;
    for (const text of ['requires a second factor', 'INC-7', 'nickname: (none) → Dave', 'Safari 19', 'cloud_admin'])
      expect(page).to.include(text);
  });

  it('prints what --query and --template select from its JSON', async () => {
    const query = await run(UsersReport, [DAVID, '--query', 'user.email']);
    expect([query.stdout, query.exitCode]).to.deep.equal([`${DAVID}\n`, 0]);
    const template = await run(UsersReport, [DAVID, '--template', '{{user.email}} {{user.status}}']);
    expect(template.stdout).to.equal(`${DAVID} CONFIRMED\n`);
    const refused = await run(UsersReport, [DAVID, '--query', 'user.email', '-o', 'html']);
    expect([refused.exitCode, refused.stdout]).to.deep.equal([2, '']);
  });

  it('says what could not be read', async () => {
    const { stdout, stderr, exitCode } = await run(UsersReport, [DAVID]);
    expect(stdout)
      .to.match(/^> Not read: the sign-in events\. /m)
      .and.not.include('## Sign-in events');
    expect(stderr).to.match(/^warning: not read: the sign-in events: /);
    expect(exitCode).to.equal(0);
  });

  it('refuses a user of another tenant, and one that does not exist', async () => {
    const other = await run(UsersReport, [DAVID, '--tenant', 'tenant_002']);
    expect([other.exitCode, other.stdout]).to.deep.equal([3, '']);
    const none = await run(UsersReport, ['nobody@example.com', '--to', place().path('x.html')]);
    expect([none.exitCode, none.stdout]).to.deep.equal([4, '']);
  });
});
