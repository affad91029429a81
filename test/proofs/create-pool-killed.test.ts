import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import PoolCreate from '../../src/commands/pool/create.js';
import { SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { ServiceError } from '../../src/lib/sandbox/engine/service-error.js';
import { resetSandbox } from '../../src/lib/sandbox/seed/reset.js';
import type { PoolState } from '../../src/lib/sandbox/state/state.js';
import { loadState } from '../../src/lib/sandbox/state/state-file.js';
import { errorReply, withEndpoint } from '../lib/cognito/fake-endpoint.js';
import { ANY_CREDENTIALS, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { removeLocks } from '../helpers/remove-locks.js';
import { runCommand } from '../helpers/run-command.js';
import { requireBuild, type RunningBin, startBin } from '../helpers/run-bin.js';

const FILE = `poolSpec: 1
name: staging
usernameCaseSensitive: false
mfa: { mode: OPTIONAL, softwareToken: true }
clients:
  - { name: web, oauth: true, oauthFlows: [code], oauthScopes: [openid], callbackUrls: [https://x.example/cb] }
  - { name: jobs, generateSecret: true }
domain: { domain: staging-sign-in }
hostedUiCss: '.banner-customizable {}'
`;

/** When the process is killed: with a request that never arrives, or with one that was carried out. */
const MOMENTS = ['before', 'after'] as const;

const READS = /^(Describe|Get|List)/;

interface KillPoint {
  /** The number of the request, from 0. */
  readonly request: number;
  readonly moment: (typeof MOMENTS)[number];
}

describe('pool create that is killed', function () {
  this.timeout(600_000);
  before(requireBuild);
  const place = ownPlace();

  /**
   * Runs the command: in a process of its own, which is killed at the request that is given, or in this one. Returns which
   * requests there were.
   */
  async function create(at?: KillPoint): Promise<{ requests: string[]; code: number | string }> {
    let running: RunningBin | undefined;
    const kill = async (): Promise<void> => {
      running?.child.kill('SIGKILL');
      await running?.ended;
    };
    return withEndpoint(
      async ({ operation, text }, before) => {
        if (at?.request === before && at.moment === 'before') {
          await kill();
          return {};
        }
        try {
          const json = await place().call(operation, JSON.parse(text) as object);
          if (at?.request === before) await kill();
          return { json };
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          return errorReply(error.name, error.message);
        }
      },
      async (url, seen) => {
        await writeLiveContext(place(), url);
        const argv = [place().path('pool.yaml'), '--yes'];
        const options = { place: place(), env: ANY_CREDENTIALS };
        const requests = () => seen.map(({ operation }) => operation);
        if (at === undefined)
          return { code: (await runCommand(PoolCreate, argv, options)).exitCode, requests: requests() };
        running = startBin(['pool', 'create', ...argv], options);
        running.child.stdin.end();
        const { code } = await running.ended;
        await removeLocks(place().dataFolder);
        return { code, requests: requests() };
      },
    );
  }

  async function newPools(): Promise<PoolState[]> {
    const { state } = await loadState(place().sandbox);
    return Object.entries(state.pools).flatMap(([id, pool]) => (id === SANDBOX_POOL_ID ? [] : [pool]));
  }

  it('between any two calls and run again leaves exactly one pool, which is complete', async () => {
    await writeFile(place().path('pool.yaml'), FILE);
    const { requests } = await create();
    const [whole] = await newPools();
    // The answer to a request that only reads changes nothing, so there it makes no difference when the process is killed.
    const points = requests.flatMap((operation, request) =>
      MOMENTS.filter((moment) => moment === 'before' || !READS.test(operation)).map((moment) => ({ request, moment })),
    );
    for (const point of points) {
      await resetSandbox(place().sandbox, {});
      await create(point);
      const { code } = await create();
      const pools = await newPools();
      const where = `${point.moment} request ${point.request} (${requests[point.request] ?? ''})`;
      expect({ code, pools: pools.map(essence) }, where).to.deep.equal({ code: 0, pools: [essence(whole!)] });
    }
  });

  function essence({ settings, mfa, clients, domains, uiCustomizations }: PoolState): object {
    const css = Object.values(uiCustomizations ?? {}).map((style) => style.css);
    const ofClients = Object.values(clients)
      .map((client) => ({ ...client.settings, hasSecret: client.secret !== undefined }))
      .sort((one, other) => (one.ClientName ?? '').localeCompare(other.ClientName ?? ''));
    return { settings, mfa, ofClients, domains, css };
  }
});
