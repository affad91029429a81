import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import type { Outcome } from '../../../../src/lib/changes/outcome.js';
import { drawFault, type Faults } from '../../../../src/lib/sandbox/doors/faults.js';
import { MemoryStore } from '../../sandbox/memory-store.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { serveSandbox } from '../../../../src/lib/sandbox/doors/serve.js';
import { createUser } from '../../../../src/lib/users/changes/create-user.js';
import { getUserIfAny } from '../../../../src/lib/users/read/find-user.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { AGREED } from '../../changes/agreement.js';
import { awsEnvironment } from '../../cognito/environment.js';
import { creationInput, type CreationText } from '../creation-input.js';

const FAULTS: Faults = { throttle: 0.3, error: 0.3, reset: 0.3 };
/** What is drawn for a request, by the fault that it strikes it with. */
const THROTTLE = [0.1];
const ERROR = [0.4];
const RESET_BEFORE = [0.7, 0.1];
const RESET_AFTER = [0.7, 0.9];

const INPUT: CreationText = {
  email: 'new@example.com',
  tenant: 'tenant_001',
  roles: ['itsm_agent'],
  attributes: [],
  password: { kind: 'generate' },
  permanent: false,
  invite: false,
  ifNotExists: false,
  isOneOfMany: true,
};

/** Creates a user over HTTP at a pace, where the faults drawn strike the creation and then what follows it. */
async function createUnder(drawn: readonly number[], input: Partial<CreationText> = {}) {
  const left: number[] = [];
  const served = await serveSandbox({
    store: new MemoryStore(seedState()),
    port: 0,
    faults: FAULTS,
    random: () => left.shift() ?? 0.99,
  });
  try {
    const pace = { rate: 1_000, maxConcurrency: 4 };
    const directory = openTestDirectory({ context: { endpointUrl: served.url }, pace });
    const change = await createUser(directory, creationInput({ ...INPUT, ...input }));
    left.push(...drawn);
    const [outcome] = (await carryOut(directory, [change], AGREED)) as [Outcome];
    const { changed, error, warnings, password } = outcome;
    const made = await getUserIfAny(directory, INPUT.email);
    return {
      changed,
      error,
      status: made?.status,
      wasLookedUp: warnings.length > 0,
      hasPassword: password !== undefined,
      left,
    };
  } finally {
    await served.close();
  }
}

describe('createUser with a rate limit, over a failing network', () => {
  awsEnvironment();

  const DONE = {
    changed: true,
    error: undefined,
    status: 'FORCE_CHANGE_PASSWORD',
    wasLookedUp: false,
    hasPassword: true,
    left: [],
  };

  it('draws the intended faults', () => {
    const drawn = [THROTTLE, ERROR, RESET_BEFORE, RESET_AFTER].map((numbers) => {
      const rest = [...numbers];
      return drawFault(FAULTS, () => rest.shift() ?? 0.99);
    });
    expect(drawn).to.deep.equal(['throttle', 'error', 'reset-before', 'reset-after']);
  });

  it('creates the user once it is no longer throttled', async () => {
    expect(await createUnder(new Array<number[]>(8).fill(THROTTLE).flat())).to.deep.equal(DONE);
  });

  it('creates the user once the service and the connection work again', async () => {
    expect(await createUnder([...ERROR, ...RESET_BEFORE, ...THROTTLE])).to.deep.equal(DONE);
  });

  it('recognises the user that a lost attempt created', async () => {
    expect(await createUnder([...RESET_AFTER, ...THROTTLE])).to.deep.equal({ ...DONE, wasLookedUp: true });
  });

  it('then sets the permanent password of that user', async () => {
    expect(await createUnder([...RESET_AFTER], { permanent: true })).to.deep.equal({
      ...DONE,
      status: 'CONFIRMED',
      wasLookedUp: true,
    });
  });
});
