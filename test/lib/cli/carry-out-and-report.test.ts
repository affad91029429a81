import { expect } from 'chai';

import { placeJson } from '../../../src/lib/changes/place.js';

import { carryOutAllAndReport, carryOutAndReport } from '../../../src/lib/cli/carry-out-and-report.js';
import type { Change } from '../../../src/lib/changes/change.js';
import type { Directory } from '../../../src/lib/directory.js';
import { AdminError } from '../../../src/lib/errors.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { disableUser } from '../../../src/lib/users/changes/disable-user.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { exampleInvocation } from './example-invocation.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';

const disable = (directory: Directory, user: string) => disableUser(directory, { user, signOut: false });

/** The same change, whose write fails. */
function failing(change: Change): Change {
  const apply = () => Promise.reject(new AdminError('ACCESS_DENIED', 'not allowed'));
  return { ...change, apply, replan: async () => failing(await change.replan()) };
}

describe('carrying out and reporting', () => {
  let directory: Directory;
  beforeEach(() => {
    directory = openTestDirectory({ store: new MemoryStore(seedState()) });
  });

  describe('one change', () => {
    it('prints one sentence', async () => {
      const { invocation, out, exitStatus } = exampleInvocation({ yes: true });
      await carryOutAndReport(invocation, directory, await disable(directory, ANA));
      expect([out(), exitStatus()]).to.deep.equal([`Disabled ${ANA}.\n`, 0]);
    });

    it('prints where it acts and a list of one outcome with -o json', async () => {
      const { invocation, out } = exampleInvocation({ yes: true, json: true });
      await carryOutAndReport(invocation, directory, await disable(directory, ANA));
      const { context, outcomes } = JSON.parse(out()) as { context: object; outcomes: object[] };
      expect([context, outcomes.length]).to.deep.equal([placeJson(directory), 1]);
      expect(outcomes[0]).to.deep.include({ changed: true, operation: 'users.disable' });
    });

    it('has the columns of a list with -o csv', async () => {
      const { invocation, out } = exampleInvocation({ yes: true, output: 'csv' });
      await carryOutAndReport(invocation, directory, await disable(directory, ANA));
      expect(out().split('\n')[0]).to.equal(
        'changed,dryRun,operation,id,label,tenantId,recordId,password,error,context',
      );
    });

    it('throws the error of a change that fails', async () => {
      const { invocation, out } = exampleInvocation({ yes: true });
      const change = failing(await disable(directory, ANA));
      const error: unknown = await carryOutAndReport(invocation, directory, change).catch((e: unknown) => e);
      expect([(error as AdminError).code, out()]).to.deep.equal(['ACCESS_DENIED', '']);
    });
  });

  describe('the sign that something was written', () => {
    it('is given before the write', async () => {
      const { invocation, hasWritten } = exampleInvocation({ yes: true });
      const change = failing(await disable(directory, ANA));
      await carryOutAndReport(invocation, directory, change).catch(() => undefined);
      expect(hasWritten()).to.equal(true);
    });

    it('is not given if the person declines', async () => {
      const { invocation, hasWritten } = exampleInvocation({}, { answers: [false] });
      const change = await disable(directory, ANA);
      const error: unknown = await carryOutAndReport(invocation, directory, change).catch((e: unknown) => e);
      expect([(error as AdminError).code, hasWritten()]).to.deep.equal(['CANCELLED', false]);
    });

    it('is not given by a dry run', async () => {
      const { invocation, err, hasWritten } = exampleInvocation({ 'dry-run': true });
      await carryOutAndReport(invocation, directory, await disable(directory, ANA));
      expect([err(), hasWritten()]).to.deep.equal(['Dry run: nothing is written.\n', false]);
    });
  });

  describe('several changes', () => {
    const both = async (): Promise<Change[]> => [await disable(directory, ANA), failing(await disable(directory, BEN))];

    it('exits with 8 if one fails, and warns about it', async () => {
      const { invocation, out, err, exitStatus } = exampleInvocation({ yes: true });
      await carryOutAllAndReport(invocation, directory, await both());
      expect([out(), err().split('\n')[0], exitStatus()]).to.deep.equal([
        `Disabled ${ANA}.\n`,
        `warning: ${BEN}: not allowed`,
        8,
      ]);
    });

    it('exits with 130 if one was not started because of an interrupt', async () => {
      const { invocation, err, exitStatus } = exampleInvocation({ yes: true });
      const [first] = await both();
      const changes = [first!, await disable(directory, BEN)];
      const endpoint = { ...directory.endpoint, interrupt: AbortSignal.abort() };
      await carryOutAllAndReport(invocation, { ...directory, endpoint }, changes);
      expect([/^warning: .* and 1 more: /.test(err()), exitStatus()]).to.deep.equal([true, 130]);
    });

    it('prints only the identifiers of those that succeeded with -q', async () => {
      const { invocation, out } = exampleInvocation({ yes: true, quiet: true });
      await carryOutAllAndReport(invocation, directory, await both());
      expect(out()).to.equal('5af10000-0000-4000-8000-000000000001\n');
    });
  });
});
