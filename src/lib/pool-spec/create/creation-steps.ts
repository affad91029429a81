import type { StepResult, StepToTake } from '../../changes/take-steps.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { badResponse } from '../../cognito/errors/bad-response.js';
import { readLivePool } from '../live/live-pool.js';
import type { ClientSpec } from '../schema.js';
import { type Creation, otherProviders } from './creation.js';
import type { MadePool } from './creation-notes.js';
import { clientRequest, domainRequest, mfaRequest } from './creation-requests.js';
import { type Remaining, remainingOf } from './remaining.js';

/** One step for each part of a pool that is missing. @param made gets the IDs of new app clients */
export function creationSteps(
  pool: Directory,
  creation: Creation,
  { missing, made }: { missing: Remaining; made: MadePool },
): StepToTake[] {
  const { cognito } = pool;
  const { spec } = creation;
  const isNowMade = (isStillMissing: (remaining: Remaining) => boolean) => async () =>
    !isStillMissing(remainingOf(creation, await readLivePool(pool, { domain: spec.domain?.domain }), pool));
  const [mfa, domain] = [mfaRequest(spec), domainRequest(spec)];
  const steps: StepToTake[] = [];
  if (missing.mfa && mfa !== undefined) {
    steps.push({
      step: 'MFA',
      take: async () => doneBy(await cognito.call('SetUserPoolMfaConfig', mfa)),
      isDone: isNowMade((remaining) => remaining.mfa),
    });
  }
  for (const client of missing.clients) {
    steps.push({
      step: `app client ${client.name ?? ''}`,
      take: async () => {
        const { id, ...result } = await createClient(pool, client);
        (made.clientIds ??= []).push(id);
        return { ...result, detail: id };
      },
      isDone: isNowMade(({ clients }) => clients.some(({ name }) => name === client.name)),
    });
  }
  if (missing.domain && domain !== undefined) {
    steps.push({
      step: `domain ${domain.Domain ?? ''}`,
      take: async () => doneBy(await cognito.call('CreateUserPoolDomain', domain)),
      isDone: isNowMade((remaining) => remaining.domain),
    });
  }
  if (missing.style) {
    steps.push({
      step: 'style sheet of the hosted UI',
      take: async () => doneBy(await cognito.call('SetUICustomization', { CSS: spec.hostedUiCss })),
      isDone: isNowMade((remaining) => remaining.style),
    });
  }
  return steps.map((step) => ({ ...step, take: () => failedIfUnsupported(step.take) }));
}

/** The identity providers of a new pool are made afterwards, so that a client cannot have them yet. */
async function createClient({ cognito }: Directory, client: ClientSpec): Promise<StepResult & { id: string }> {
  const others = otherProviders(client);
  const identityProviders = client.identityProviders?.filter((name) => !others.includes(name));
  const answer = await cognito.call('CreateUserPoolClient', clientRequest({ ...client, identityProviders }));
  const id = answer.UserPoolClient?.ClientId;
  if (id === undefined) {
    throw badResponse(`the new app client ${client.name ?? ''} has no ID in the response`, answer.$metadata, true);
  }
  return { ...doneBy(answer), id };
}

function doneBy({ $metadata: { requestId } }: { $metadata: { requestId?: string | undefined } }): StepResult {
  return { requestIds: requestId === undefined ? [] : [requestId] };
}

/** What the pool's tier does not support would be left out of the pool, which is not what the file says. */
async function failedIfUnsupported(take: () => Promise<StepResult>): Promise<StepResult> {
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof AdminError) || error.code !== 'UNSUPPORTED_OPERATION') throw error;
    throw new AdminError('INVALID_REQUEST', error.message, {
      cause: error,
      hint: error.hint,
      requestId: error.requestId,
    });
  }
}
