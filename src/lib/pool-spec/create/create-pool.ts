import type { Applied, Change } from '../../changes/change.js';
import { recorderFor } from '../../changes/recorder.js';
import { takeSteps } from '../../changes/take-steps.js';
import { badResponse, isContradiction } from '../../cognito/errors/bad-response.js';
import { regionOfPool } from '../../config/fields/region.js';
import { commandLine, type Directory, onPool } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { defined } from '../../model/defined.js';
import type { FieldChange, FieldValue } from '../../model/field-change.js';
import { shellWord } from '../../text/quoted.js';
import { readLivePool } from '../live/live-pool.js';
import { creationFields, remainingFields } from './creation-fields.js';
import { creationNotes, type MadePool } from './creation-notes.js';
import { poolRequest } from './creation-requests.js';
import { creationSteps } from './creation-steps.js';
import { type Creation, SPEC_TAG } from './creation.js';
import { findCreated, severalCreated } from './find-created.js';
import { allOf, differencesFrom, remainingOf } from './remaining.js';

export interface CreatePoolInput {
  readonly creation: Creation;
  /** Kept in the history of the new pool. */
  readonly reason?: string | undefined;
}

/** A creation that can be carried out, where it acts, and the pool that it makes. */
export interface PlannedCreation {
  /** A place without a pool; if the pool exists already, that pool. */
  readonly directory: Directory;
  readonly change: Change;
  readonly made: MadePool;
}

/**
 * Creates a pool, its app clients and its domain. If a pool was created from the same spec before, completes what it lacks,
 * so that the command can be repeated after a failure.
 *
 * @param directory a place without a pool
 * @throws AdminError USAGE if the file is for another region; POOL_EXISTS if several pools were created from the spec, or one
 *   that differs from it
 */
export async function planCreation(
  directory: Directory,
  input: CreatePoolInput,
  made: MadePool = {},
): Promise<PlannedCreation> {
  const { creation } = input;
  assertRegion(directory, creation);
  const { all, created } = await findCreated(directory, creation);
  if (created.length > 1) throw severalCreated(creation, created);
  const [id] = created;
  if (id === undefined) return { directory, change: newPool(directory, input, { known: all, made }), made };
  const pool = onPool(directory, id);
  return { directory: pool, change: await completion(pool, creation, made), made };
}

function assertRegion({ context, endpoint }: Directory, { source, spec }: Creation): void {
  if (spec.region === undefined || spec.region === endpoint.region) return;
  throw new AdminError('USAGE', `${source} is for region ${spec.region}, but this acts in ${endpoint.region}`, {
    hint: `Nothing was created. Use --region ${spec.region}, or another context than ${context.name}.`,
  });
}

function newPool(
  directory: Directory,
  input: CreatePoolInput,
  { known, made }: { known: ReadonlySet<string>; made: MadePool },
): Change {
  const { creation } = input;
  const { name, identity, spec, source } = creation;
  const change: Change = {
    operation: 'pool.create',
    target: { kind: 'pool', id: identity, label: name, tenantId: null },
    fields: creationFields(spec),
    disruption: 'A new user pool is created. What is fixed at creation cannot be changed later.',
    irreversible: 'sf-admin does not delete user pools.',
    doneMessage: `Created user pool ${name}:`,
    unchangedMessage: '',
    warnings: creation.warnings,
    replan: async () => (await planCreation(directory, input, made)).change,
    apply: () => create(directory, input, { known, made, change }),
    unverifiedFields: () => unverifiedFields(creation, made),
    notesAfter: () => Promise.resolve(creationNotes(creation, made)),
    showCommand: commandLine(directory, `pool create ${shellWord(source)} --dry-run`),
  };
  return change;
}

/** Completes a pool that was created from the spec before. */
async function completion(pool: Directory, creation: Creation, made: MadePool): Promise<Change> {
  const live = await readLivePool(pool, { domain: creation.spec.domain?.domain });
  Object.assign(made, { directory: pool, live });
  const { name, spec, source } = creation;
  const { poolId } = pool.endpoint;
  const missing = remainingOf(creation, live, pool);
  return {
    operation: 'pool.create',
    target: { kind: 'pool', id: poolId, label: name, tenantId: null },
    fields: remainingFields(spec, missing),
    irreversible: 'sf-admin deletes neither app clients nor domains.',
    doneMessage: `Completed user pool ${name} (${poolId}):`,
    unchangedMessage: `User pool ${name} (${poolId}) was already created from ${source}.`,
    replan: () => completion(pool, creation, made),
    apply: () => takeSteps(name, creationSteps(pool, creation, { missing, made })),
    unverifiedFields: () => unverifiedFields(creation, made),
    notesAfter: () => Promise.resolve(creationNotes(creation, made)),
    showCommand: commandLine(pool, `pool diff ${shellWord(source)}`),
  };
}

interface Creating {
  /** The IDs of the pools that existed before. */
  readonly known: ReadonlySet<string>;
  readonly made: MadePool;
  readonly change: Change;
}

/** The ID of the new pool is recorded in its own history as soon as it is known: the record of the change ends last. */
async function create(
  directory: Directory,
  { creation, reason }: CreatePoolInput,
  { known, made, change }: Creating,
): Promise<Applied> {
  const { id, ...applied } = await createOnlyPool(directory, creation, known);
  const pool = onPool(directory, id);
  const recorder = recorderFor(pool, reason);
  const plan = { ...change, target: { ...change.target, id } };
  try {
    await recorder.start(plan);
    await assertTagged(pool, creation);
    made.directory = pool;
    const steps = creationSteps(pool, creation, { missing: allOf(creation), made });
    const rest = await takeSteps(creation.name, steps, { isBegun: true });
    const done = {
      requestIds: [...applied.requestIds, ...rest.requestIds],
      steps: [{ step: 'user pool', result: 'done', detail: id } as const, ...(rest.steps ?? [])],
    };
    await recorder.end({
      plan,
      changed: true,
      dryRun: false,
      warnings: [],
      ...done,
      ...defined({ error: rest.failed }),
    });
    return { ...applied, ...done, targetId: id, ...defined({ failed: rest.failed }) };
  } catch (error) {
    const incomplete = incompleteError(creation, id, error);
    await recorder.fail(incomplete);
    throw incomplete;
  }
}

/**
 * CreateUserPool. If its answer is lost, the pool is looked for by its tag; if it is not found, it is not known whether it
 * was created.
 */
async function createOnlyPool(
  directory: Directory,
  creation: Creation,
  known: ReadonlySet<string>,
): Promise<{ id: string; requestIds: string[]; wasLookedUp?: true }> {
  try {
    const request = poolRequest(creation.spec);
    const { UserPool: { Id: id } = {}, $metadata } = await directory.cognito.call('CreateUserPool', request);
    // An answer with the ID of another pool must not lead to writes there.
    if (id === undefined || known.has(id) || regionOfPool(id) !== directory.endpoint.region) {
      throw badResponse('CreateUserPool returned no ID of a new user pool', $metadata, true);
    }
    return { id, requestIds: $metadata.requestId === undefined ? [] : [$metadata.requestId] };
  } catch (error) {
    const isLost = error instanceof AdminError && error.mayHaveHappened === true && !isContradiction(error);
    const [id, other] = isLost ? ((await findCreated(directory, creation).catch(() => undefined))?.created ?? []) : [];
    if (id === undefined || other !== undefined) throw error;
    return { id, requestIds: [], wasLookedUp: true };
  }
}

/** @throws AdminError BAD_RESPONSE if the new pool does not exist, or could not be found again */
async function assertTagged(pool: Directory, { identity }: Creation): Promise<void> {
  const described = await pool.pool().catch((error: unknown) => {
    if (error instanceof AdminError && error.code === 'POOL_NOT_FOUND') return undefined;
    throw error;
  });
  if (described?.UserPoolTags?.[SPEC_TAG] === identity) return;
  throw badResponse(`the new user pool ${pool.endpoint.poolId} does not have the tag ${SPEC_TAG}`, {}, true);
}

function incompleteError({ name }: Creation, id: string, error: unknown): unknown {
  if (!(error instanceof AdminError) || isContradiction(error)) return error;
  const code = error.code === 'CANCELLED' ? error.code : 'PARTIAL';
  return new AdminError(code, `user pool ${name} was created (${id}), but not completed: ${error.message}`, {
    cause: error,
    hint: `Run the same command again: it completes the user pool.${error.hint === undefined ? '' : `\n${error.hint}`}`,
    requestId: error.requestId,
  });
}

/** The settings that differ from the spec, and new app clients that the pool does not have. */
async function unverifiedFields(creation: Creation, made: MadePool): Promise<FieldChange[]> {
  if (made.directory === undefined) throw new AdminError('POOL_NOT_FOUND', 'the new user pool was not found');
  made.live = await readLivePool(made.directory, { domain: creation.spec.domain?.domain });
  const ids = made.live.clients.map(({ client: { ClientId } }) => ClientId);
  const { clientIds = [] } = made;
  return [
    ...differencesFrom(creation, made.live).map(({ subject, field, live, wanted }) => ({
      field: subject === 'user pool' ? field : `${subject}: ${field}`,
      before: live as FieldValue,
      after: wanted as FieldValue,
    })),
    ...(clientIds.every((id) => ids.includes(id)) ? [] : [{ field: 'clients', before: ids, after: clientIds }]),
  ];
}
