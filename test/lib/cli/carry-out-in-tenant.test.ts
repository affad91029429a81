import { setImmediate } from 'node:timers/promises';

import { expect } from 'chai';

import { carryOutInTenant } from '../../../src/lib/cli/carry-out-in-tenant.js';
import { AdminError } from '../../../src/lib/errors.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { exampleChange } from '../changes/example-change.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { mockUsers } from '../users/mock-users.js';
import { exampleInvocation } from './example-invocation.js';

const INTO = { tenant: 'tenant_099', user: 'new@example.com' };

describe('carryOutInTenant', () => {
  const cognito = mockUsers();
  const folder = temporaryFolder();
  const events: string[] = [];
  const directory = () => openTestDirectory({ dataFolder: folder.path('data') });

  /** A pool of so many pages, whose only tenant is tenant_001. */
  function poolOf(pages: number) {
    events.length = 0;
    const Users = [{ Username: 'u', Attributes: [{ Name: 'custom:tenant_id', Value: 'tenant_001' }] }];
    cognito.answer(
      'ListUsers',
      ...Array.from({ length: pages }, (_, index) => () => {
        events.push('read');
        return { Users, ...(index < pages - 1 ? { PaginationToken: `page ${index}` } : {}) };
      }),
    );
  }

  function change() {
    return exampleChange({
      apply: () => {
        events.push('written');
        return Promise.resolve({ requestIds: [] });
      },
    });
  }

  it('plans and writes without waiting for the first page, and reads three pages at most for a script', async () => {
    poolOf(20);
    const { invocation, err } = exampleInvocation({ yes: true }, { directory: directory() });
    await carryOutInTenant(invocation, directory(), INTO, () => {
      events.push('planned');
      return Promise.resolve(change());
    });
    expect(events.filter((event) => event === 'read')).to.have.length(3);
    expect(events.indexOf('planned')).to.be.lessThan(events.indexOf('read'));
    expect(err()).not.to.contain('no user is in');
  });

  it('warns after the write in a script, and before it if somebody is asked', async () => {
    for (const [flags, answers] of [
      [{ yes: true }, undefined],
      [{}, [true]],
    ] as const) {
      poolOf(3);
      const { invocation, err } = exampleInvocation(flags, { directory: directory(), ...(answers && { answers }) });
      await carryOutInTenant(invocation, directory(), INTO, () => Promise.resolve(change()));
      expect(err()).to.contain('warning: no user is in tenant_099; nearest: tenant_001');
      if (answers !== undefined) expect(events).to.deep.equal(['read', 'read', 'read', 'written']);
    }
  });

  it('reads nothing for a change that puts nobody into a tenant', async () => {
    poolOf(1);
    const { invocation } = exampleInvocation({ yes: true }, { directory: directory() });
    await carryOutInTenant(invocation, directory(), { ...INTO, tenant: undefined }, () => Promise.resolve(change()));
    expect(events).to.deep.equal(['written']);
  });

  it('stops reading, and does not warn, if the change cannot be planned', async () => {
    poolOf(3);
    const { invocation, err } = exampleInvocation({ yes: true }, { directory: directory() });
    const refused = () => Promise.reject(new AdminError('USER_EXISTS', 'user exists'));
    expect((await rejection(carryOutInTenant(invocation, directory(), INTO, refused))).code).to.equal('USER_EXISTS');
    while (events.length === 0) await setImmediate();
    // Long enough for all pages: the mock answers at once.
    for (let turn = 0; turn < 100; turn++) await setImmediate();
    expect([events, err()]).to.deep.equal([['read'], '']);
  });
});
