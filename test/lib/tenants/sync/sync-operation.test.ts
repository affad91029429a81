import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import type { Change } from '../../../../src/lib/changes/change.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { disableUser } from '../../../../src/lib/users/changes/disable-user.js';
import { enableUser } from '../../../../src/lib/users/changes/enable-user.js';
import { lockDownUser } from '../../../../src/lib/users/changes/lockdown-user.js';
import { rejection } from '../../conventions/refusal.js';
import { ownRunPlace, type Ran } from '../../runs/example-run.js';
import { present, rosterOf, snapshot, sync, TENANT } from './example-sync.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const EMMA = 'emma.larsen@tenant-one.example';
const GRACE_DISABLED = 'grace.kim@tenant-one.example';
const INES_OTHER = 'ines.costa@tenant-two.example';
const NORA = { email: 'nora.lind@tenant-one.example', roles: 'itsm_agent', givenName: 'Nora', familyName: 'Lind' };

describe('tenant sync', () => {
  const place = ownRunPlace();
  const about = ({ summary }: Pick<Ran, 'summary'>) => summary.about[0];
  const without = (...emails: string[]) => present(place()).filter(({ email = '' }) => !emails.includes(email));
  const others = () => snapshot(place(), (tenant) => tenant !== TENANT);
  const everybody = () => snapshot(place(), () => true);

  async function change(made: (directory: Directory) => Promise<Change>): Promise<void> {
    const directory = place().directory();
    const consent = { yes: true, prompter: undefined, show: () => undefined };
    await carryOut(directory, [await made(directory)], { ...consent, dryRun: false });
  }

  it('creates joiners, updates movers, disables leavers, and touches nobody else', async () => {
    const before = others();
    const roster = [...without(BEN), NORA].map((person) =>
      person.email === EMMA ? { ...person, familyName: 'Larsen-Holm', roles: 'itsm_agent,itsm_admin' } : person,
    );
    const ran = await sync(place(), rosterOf(roster));
    expect({
      about: about(ran),
      counts: ran.counts,
      ben: place().user(BEN)?.enabled,
      emma: place().user(EMMA)?.attributes['custom:role'],
      nora: place().user(NORA.email)?.attributes['custom:tenant_id'],
      others: others(),
    }).to.deep.equal({
      about: 'joiners 1, movers 1, returners 0, leavers 1, unchanged 5',
      counts: { total: 8, skipped: 0, completedBefore: 0, changed: 3, unchanged: 5, failed: 0 },
      ben: false,
      emma: 'itsm_agent,itsm_admin',
      nora: TENANT,
      others: before,
    });
  });

  it('writes nothing the second time', async () => {
    const roster = rosterOf([...without(BEN), NORA]);
    await sync(place(), roster);
    const before = everybody();
    const again = await sync(place(), roster);
    expect([again.counts.changed, again.outcomes, everybody()]).to.deep.equal([0, [], before]);
  });

  it('lets somebody in again whom a sync of this tenant has disabled', async () => {
    const all = rosterOf(present(place()));
    await sync(place(), rosterOf(without(BEN)));
    const ran = await sync(place(), all);
    expect([about(ran), place().user(BEN)?.enabled]).to.deep.equal([
      'joiners 0, movers 0, returners 1, leavers 0, unchanged 6',
      true,
    ]);
  });

  it('never lifts a lockdown, nor what somebody else has disabled, and names them', async () => {
    const all = rosterOf([...present(place()), { ...NORA, email: GRACE_DISABLED }]);
    await sync(place(), rosterOf(without(BEN)));
    await change((acting) => lockDownUser(acting, { user: BEN }));
    const { code, hint } = await rejection(sync(place(), all));
    expect([code, hint?.split('\n').map((line) => line.replace(/ \(record .*/, ''))]).to.deep.equal([
      'USER_STATE',
      [
        `line 3: ${BEN} is disabled, and the last change was not a sync of tenant_001: users lockdown`,
        `line 9: ${GRACE_DISABLED} is disabled, and the history does not say why`,
        'To apply the other rows: --skip-invalid',
      ],
    ]);
    expect(place().user(BEN)?.enabled).to.equal(false);
  });

  it('does not let in whom somebody has disabled since the sync, on this machine or on another one', async () => {
    const all = rosterOf(present(place()));
    await sync(place(), rosterOf(without(BEN, ANA)));
    await change((acting) => enableUser(acting, { user: BEN }));
    await change((acting) => disableUser(acting, { user: BEN, signOut: false }));
    place().user(ANA)!.modifiedAt += 3_600_000;
    const { hint = '' } = await rejection(sync(place(), all));
    const [ana, ben] = hint.split('\n').map((line) => line.replace(/ \(record .*/, ''));
    expect([ana, ben]).to.deep.equal([
      `line 2: ${ANA} is disabled, and has changed since the sync that did it, which is not in this history`,
      `line 3: ${BEN} is disabled, and the last change was not a sync of tenant_001: users disable`,
    ]);
  });

  it('refuses a user of another tenant by name, and changes the others only with --skip-invalid', async () => {
    const before = others();
    const byAddress = rosterOf([...present(place()), { ...NORA, email: INES_OTHER }, NORA]);
    const refused = await rejection(sync(place(), byAddress));
    const bySub = rosterOf([{ sub: place().user(INES_OTHER)!.username, ...NORA }]);
    const context = { roster: { key: 'sub' } } as const;
    const other = await rejection(sync(place(), bySub, { context, sync: { leavers: 'keep' } }));
    const ran = await sync(place(), byAddress, { skipInvalid: true });
    expect({
      refused: [refused.code, refused.hint?.split('\n')[0]],
      other: [other.code, other.hint?.split('\n')[0]],
      ran: [ran.counts.changed, ran.counts.failed],
      others: others(),
    }).to.deep.equal({
      refused: ['TENANT_MISMATCH', `line 9: ${INES_OTHER} already exists, in tenant_002 and not in tenant_001`],
      other: [
        'TENANT_MISMATCH',
        `line 2: ${INES_OTHER} belongs to tenant_002, but this command is limited to ${TENANT}`,
      ],
      ran: [1, 1],
      others: before,
    });
  });

  it('refuses a roster that was cut off, one without a row, and one with too many changes', async () => {
    const before = everybody();
    const limit = { sync: { maxLeavers: { percent: 10 } } } as const;
    const refusals = [
      await rejection(sync(place(), rosterOf(present(place()).slice(0, 1)), limit)),
      await rejection(sync(place(), 'email,roles\n')),
      await rejection(sync(place(), rosterOf(without(BEN, EMMA)), { sync: { maxChanges: 1 } })),
      await rejection(sync(place(), rosterOf(without(BEN)), { sync: { maxLeavers: { count: 0 } } })),
    ];
    expect(refusals.map(({ code, message }) => [code, message])).to.deep.equal([
      ['TOO_MANY_CHANGES', 'the roster would disable 6 users of tenant_001, which has 7 enabled'],
      ['TOO_MANY_CHANGES', 'the roster has no row, so everybody would leave'],
      ['TOO_MANY_CHANGES', 'the roster would change 2 users'],
      ['TOO_MANY_CHANGES', 'the roster would disable 1 user of tenant_001, which has 7 enabled'],
    ]);
    expect(everybody()).to.deep.equal(before);
  });

  it('grants no privileged role unless it may, to a joiner, a mover or a returner', async () => {
    const strict = { sync: { allowPrivileged: false } };
    const roster = present(place()).map((person) =>
      person.email === BEN ? { ...person, roles: 'itsm_agent,super_admin' } : person,
    );
    const { hint } = await rejection(sync(place(), rosterOf([...roster, { ...NORA, roles: 'cloud_admin' }]), strict));
    expect(hint?.split('\n').slice(0, 2)).to.deep.equal([
      `line 3: ${BEN} would hold super_admin, which is privileged`,
      `line 9: ${NORA.email} would hold cloud_admin, which is privileged`,
    ]);
    const all = rosterOf(present(place()));
    await sync(place(), rosterOf(without(ANA)), strict);
    const returner = await rejection(sync(place(), all, strict));
    expect([returner.code, place().user(ANA)?.enabled]).to.deep.equal(['PRIVILEGED_ROLE', false]);
  });

  it('lets nobody who is in a privileged group in again, unless it may', async () => {
    const strict = { sync: { allowPrivileged: false } };
    place().pool.groups = { administrators: { createdAt: 0, modifiedAt: 0 } };
    place().user(BEN)!.groups = ['administrators'];
    const all = rosterOf(present(place()));
    await sync(place(), rosterOf(without(BEN)), strict);
    const conventions = { ...place().directory().conventions, privilegedGroups: ['administrators'] };
    const { code, hint } = await rejection(sync(place(), all, { ...strict, context: { conventions } }));
    expect([code, hint?.split('\n')[0], place().user(BEN)?.enabled]).to.deep.equal([
      'PRIVILEGED_ROLE',
      `line 3: ${BEN} would hold administrators, which is privileged`,
      false,
    ]);
  });

  for (const [what, email, moved, privilege] of [
    ['holds a privileged role another address', ANA, { email: 'ana.lima@tenant-one.example' }, 'itsm_admin'],
    ['is in a privileged group another address', BEN, { email: 'benjamin@tenant-one.example' }, 'administrators'],
    ['is in a privileged group another number', BEN, { phone_number: '+4915112345678' }, 'administrators'],
  ] as const) {
    it(`gives nobody who ${what}, unless it may, and applies the other rows`, async () => {
      place().pool.groups = { administrators: { createdAt: 0, modifiedAt: 0 } };
      place().user(BEN)!.groups = ['administrators'];
      const conventions = { ...place().directory().conventions, privilegedGroups: ['administrators'] };
      const context = { conventions, roster: { key: 'sub' } } as const;
      const { username } = place().user(email)!;
      const roster = rosterOf(
        without(EMMA).map((person) => ({
          sub: place().user(person.email!)!.username,
          phone_number: '',
          ...person,
          ...(person.email === email ? moved : {}),
        })),
      );
      const options = { context, sync: { allowPrivileged: false } };
      const before = structuredClone(place().pool.users[username]);
      const { code, hint } = await rejection(sync(place(), roster, options));
      const ran = await sync(place(), roster, { ...options, skipInvalid: true });
      expect({
        refused: [code, hint?.split('\n')[0]?.replace(/^line \d+: /, '')],
        counts: [ran.counts.changed, ran.counts.failed],
        emma: place().user(EMMA)?.enabled,
        user: place().pool.users[username],
      }).to.deep.equal({
        refused: [
          'PRIVILEGED_ROLE',
          `it would let somebody sign in as ${email}, who holds ${privilege}, which is privileged`,
        ],
        counts: [1, 1],
        emma: false,
        user: before,
      });
      await sync(place(), roster, { context });
      expect(place().pool.users[username]?.attributes).to.include(moved);
    });
  }

  it('refuses a new person with the address that a user has before the same sync, and creates them by the next', async () => {
    const ben = place().user(BEN)!.username;
    const options = { context: { roster: { key: 'sub' } }, sync: { leavers: 'keep' } } as const;
    const roster = rosterOf([
      { sub: ben, ...NORA, email: 'benjamin@tenant-one.example' },
      { sub: '', ...NORA, email: BEN },
    ]);
    const { code, hint } = await rejection(sync(place(), roster, options));
    const first = await sync(place(), roster, { ...options, skipInvalid: true });
    const second = await sync(place(), roster, options);
    expect({
      refused: [code, hint?.split('\n')[0]],
      changed: [first.counts.changed, first.counts.failed, second.counts.changed],
      isAnother: place().user(BEN)!.username !== ben,
    }).to.deep.equal({
      refused: ['USER_EXISTS', `line 3: ${BEN} is new in the roster, but user ${ben} has this address`],
      changed: [1, 1, 1],
      isAnother: true,
    });
  });

  it('refuses a row that differs from a user in case alone, where the pool tells them apart', async () => {
    place().pool.settings.UsernameConfiguration = { CaseSensitive: true };
    const before = everybody();
    const roster = rosterOf([...without(BEN), { ...NORA, email: BEN.toUpperCase() }]);
    const { code, hint } = await rejection(sync(place(), roster));
    const ran = await sync(place(), roster, { skipInvalid: true });
    expect([code, hint?.split('\n')[0], about(ran), everybody()]).to.deep.equal([
      'AMBIGUOUS_USER',
      `line 8: ${BEN.toUpperCase()} differs only in upper and lower case from ${BEN}`,
      'joiners 0, movers 0, returners 0, leavers 0, unchanged 6, refused 1',
      before,
    ]);
  });

  it('tells two people apart whose addresses differ in case alone, if the roster has both', async () => {
    place().pool.settings.UsernameConfiguration = { CaseSensitive: true };
    const other = place().user(ANA)!;
    other.attributes.email = BEN.toUpperCase();
    expect(about(await sync(place(), rosterOf(present(place()))))).to.equal(
      'joiners 0, movers 0, returners 0, leavers 0, unchanged 7',
    );
    const ran = await sync(place(), rosterOf(without(BEN.toUpperCase())));
    expect([about(ran), other.enabled, place().user(BEN)?.enabled]).to.deep.equal([
      'joiners 0, movers 0, returners 0, leavers 1, unchanged 6',
      false,
      true,
    ]);
  });

  it('refuses the row of two users with one address, and takes out neither', async () => {
    place().user(ANA)!.attributes.email = BEN;
    const users = Object.values(place().pool.users).filter(({ attributes }) => attributes.email === BEN);
    const before = everybody();
    const people = present(place());
    const once = people.filter(({ email }, row) => people.findIndex((other) => other.email === email) === row);
    const { code, hint } = await rejection(sync(place(), rosterOf(once)));
    const ran = await sync(place(), rosterOf(once), { skipInvalid: true });
    const names = users.map(({ username }) => username);
    expect([code, hint?.split('\n')[0], about(ran), everybody()]).to.deep.equal([
      'AMBIGUOUS_USER',
      `line 2: 2 users have the address ${BEN}: ${names.join(', ')}`,
      'joiners 0, movers 0, returners 0, leavers 0, unchanged 5, refused 1',
      before,
    ]);
  });

  it('counts a sub that nobody has as refused, and not as a joiner', async () => {
    const options = { context: { roster: { key: 'sub' } }, sync: { leavers: 'keep' }, skipInvalid: true } as const;
    const ran = await sync(place(), rosterOf([{ sub: 'nobody', ...NORA }]), options);
    expect([about(ran), ran.counts.failed]).to.deep.equal([
      'joiners 0, movers 0, returners 0, leavers 0, unchanged 0, refused 1',
      1,
    ]);
  });

  it('keeps federated users and service accounts, and all leavers with --leavers keep', async () => {
    const roster = { serviceAccounts: [BEN.toUpperCase()] };
    place().user(EMMA)!.status = 'EXTERNAL_PROVIDER';
    const ran = await sync(place(), rosterOf(without(BEN, EMMA)), { context: { roster } });
    const kept = await sync(place(), rosterOf(without(BEN, EMMA, ANA)), { sync: { leavers: 'keep' } });
    expect([ran.summary.about[1], ran.counts.changed, kept.counts.changed]).to.deep.equal([
      'not in the roster and left alone: 1 federated, 1 service account',
      0,
      0,
    ]);
  });

  it('deletes leavers with --leavers delete, the disabled ones too, and says beforehand that no undo brings them back', async () => {
    const ran = await sync(place(), rosterOf(without(BEN)), { sync: { leavers: 'delete' } });
    expect([
      ran.shown.join('\n').split('\n')[0],
      [BEN, GRACE_DISABLED].map((email) => place().user(email)),
    ]).to.deep.equal([
      'joiners 0, movers 0, returners 0, leavers 2 (deleted for good: no undo brings them back), unchanged 6',
      [undefined, undefined],
    ]);
  });

  it('reads the columns that the context maps, and finds a changed address by the sub', async () => {
    const ben = place().user(BEN)!.username;
    const columns = { sub: 'ID', email: 'E-Mail', roles: 'Role' };
    const context = { roster: { key: 'sub', columns, roles: ['itsm_agent'] } } as const;
    const roster =
      `ID;E-Mail;Role;Password;Manager\n${ben};benjamin@tenant-one.example;;secret;=cmd()\n` +
      ';nora.lind@tenant-one.example;;;\n';
    const ran = await sync(place(), roster, { context, sync: { leavers: 'keep' } });
    const { attributes } = place().pool.users[ben]!;
    expect({
      about: about(ran),
      ben: [attributes.email, attributes.email_verified, attributes['custom:role']],
      nora: place().user(NORA.email)?.attributes['custom:role'],
      recorded: JSON.stringify(await place().records()).includes('secret'),
    }).to.deep.equal({
      about: 'joiners 1, movers 1, returners 0, leavers 0, unchanged 0',
      ben: ['benjamin@tenant-one.example', 'true', 'itsm_agent'],
      nora: 'itsm_agent',
      recorded: false,
    });
  });

  for (const [what, rows, problem] of [
    ['a formula', [{ ...NORA, givenName: '=HYPERLINK("x")' }], 'line 2, givenName: is a formula'],
    ['a person twice', [NORA, { ...NORA, roles: 'itsm_admin' }], 'line 3: has other values for'],
    ['the tenant of others', [{ ...NORA, tenantId: 'tenant_002' }], 'line 2, tenantId: is "tenant_002", but --tenant'],
    ['an unknown role', [{ ...NORA, roles: 'root' }], 'line 2, roles: role "root" is not'],
    ['no address', [{ ...NORA, email: '' }], 'line 2, email: is missing'],
    ['a password', [{ ...NORA, password: 'x' }], 'line 1, password: passwords are never read'],
  ] as const) {
    it(`refuses a roster with ${what}, and changes nothing`, async () => {
      const before = everybody();
      const { hint } = await rejection(sync(place(), rosterOf(rows)));
      expect([hint?.slice(0, problem.length), everybody()]).to.deep.equal([problem, before]);
    });
  }

  it('refuses half a file, and a new person without a role', async () => {
    const half = await rejection(sync(place(), `${rosterOf(present(place()))}"half`));
    const { hint } = await rejection(sync(place(), `email\n${NORA.email}\n`, { sync: { leavers: 'keep' } }));
    expect([half.message, hint?.split('\n')[0]]).to.deep.equal([
      'the input cannot be read to its end',
      `line 2: ${NORA.email} is new, and the roster gives no role`,
    ]);
  });

  it('goes on where an interrupt has left it, and changes each person once', async () => {
    const roster = rosterOf([...without(BEN, EMMA), NORA, { ...NORA, email: 'olaf@tenant-one.example' }]);
    const first = await sync(place(), roster, { interruptAfter: 2 });
    const second = await sync(place(), roster, { resume: true });
    const labels = (await place().records()).map(({ target }) => target.label);
    expect({
      isSameRun: first.runId === second.runId,
      counts: [first.counts.changed, second.counts.changed, second.counts.completedBefore],
      once: new Set(labels).size === labels.length,
      rest: (await sync(place(), roster)).counts.changed,
    }).to.deep.equal({ isSameRun: true, counts: [2, 2, 2], once: true, rest: 0 });
  });

  it('does not resume with a roster that has changed', async () => {
    await sync(place(), rosterOf([...without(BEN, EMMA), NORA]), { interruptAfter: 1 });
    const { code } = await rejection(sync(place(), rosterOf([...without(BEN), NORA]), { resume: true }));
    expect(code).to.equal('INPUT_CHANGED');
  });
});
