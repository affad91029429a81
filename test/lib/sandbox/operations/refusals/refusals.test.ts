import { expect } from 'chai';
import { OPERATIONS } from '../../../../../src/lib/sandbox/operations/operations.js';
import { refusalOf, Sandbox } from '../../harness.js';
import { accountCases } from './account-cases.js';
import { clientCases } from './client-cases.js';
import { documentedErrors, possibleErrors, REASONS } from './documented-errors.js';
import { genericRefusals, throttled } from './generic-refusals.js';
import { groupCases } from './group-cases.js';
import { importCases } from './import-cases.js';
import type { OperationCases, Request } from './operation-case.js';
import { poolCases } from './pool-cases.js';
import { providerCases } from './provider-cases.js';
import { userCases } from './user-cases.js';

const CASES: OperationCases = {
  ...accountCases,
  ...clientCases,
  ...groupCases,
  ...importCases,
  ...poolCases,
  ...providerCases,
  ...userCases,
};

/** Operations without a case: they do not count among those of the sandbox. */
const WITHOUT_CASE: readonly string[] = ['InitiateAuth', 'RespondToAuthChallenge'];

describe('the refusals that the API reference documents', () => {
  it('have a case for every operation', () => {
    const expected = Object.keys(OPERATIONS).filter((name) => !WITHOUT_CASE.includes(name));
    expect(Object.keys(CASES)).to.have.members(expected);
  });

  it('are left out only if they are documented', () => {
    for (const [operation, reasons] of Object.entries(REASONS)) {
      expect(documentedErrors(operation), operation).to.include.members(Object.keys(reasons));
    }
  });

  for (const [operation, { request, refusals = {}, records }] of Object.entries(CASES)) {
    describe(operation, () => {
      const prepared = async (): Promise<[Sandbox, Request]> => {
        const sandbox = new Sandbox({ limits: { mailQuota: true } });
        return [sandbox, await request(sandbox)];
      };

      it('succeeds, and is throttled', async () => {
        const [sandbox, given] = await prepared();
        await sandbox.engine.handle(operation, given);
        expect(await throttled(sandbox, operation, given)).to.equal('TooManyRequestsException');
      });

      for (const error of new Set([...possibleErrors(operation), ...Object.keys(refusals)])) {
        if (error === 'TooManyRequestsException') continue;
        it(`can end with ${error}`, async () => {
          const [sandbox, given] = await prepared();
          const refusal = refusals[error] ?? genericRefusals(given)[error];
          if (!refusal) throw new Error(`${operation} has no case of ${error}`);
          const refused = (await refusal(sandbox, given)) ?? given;
          const state = JSON.stringify(sandbox.state);
          const [name] = await refusalOf(sandbox.engine.handle(operation, refused));
          expect(name).to.equal(error);
          if (!records) expect(JSON.stringify(sandbox.state) === state, 'nothing changed').to.equal(true);
        });
      }
    });
  }
});
