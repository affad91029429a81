/**
 * apply/ turns the differences between a user pool and a file into changes: of settings, which `pool set` and `client set`
 * make in the same way, and of what can only be added.
 */
import type { Change } from '../../changes/change.js';
import type { SetSettingsInput } from '../../changes/settings/set-settings.js';
import { setClient } from '../../client/set-client.js';
import { clientContradictions } from '../../client/settings/contradictions.js';
import type { Directory } from '../../directory.js';
import type { FieldValue } from '../../model/field-change.js';
import { setPool } from '../../pool/set-pool.js';
import { setStyle } from '../../pool/set-style.js';
import { poolContradictions } from '../../pool/settings/contradictions.js';
import type { ComparedPool } from '../compare-file.js';
import type { ComparedClient, Difference } from '../diff/diff-specs.js';
import type { AttributeSpec, PoolSpec } from '../schema.js';
import { addAttributes, addClient, addDomain, MAX_NEW_ATTRIBUTES } from './additions.js';
import { askedOfClient, askedOfPool } from './asked-settings.js';
import { fixedInClient, fixedInPool, refuse, type Refusal } from './refusals.js';

const OPERATION = 'pool.apply';
const STYLE = 'hostedUiCss';

/**
 * Plans the changes after which the user pool does not differ from a file, in the order in which they are to be made: what
 * others need comes first. Nothing is ever deleted.
 *
 * @param file its name, for messages
 * @throws AdminError FIXED_SETTING with all differences that an update cannot remove; SETTING_CONFLICT; UNMODELLED_SETTING
 */
export async function planApply(
  directory: Directory,
  file: { readonly name: string; readonly spec: PoolSpec },
  { live, comparison }: ComparedPool,
): Promise<Change[]> {
  const { differences, clients } = comparison;
  const ofPool = differences.filter(({ subject }) => subject === 'user pool');
  const attributes = ofPool.flatMap((difference) => newAttribute(difference) ?? []);
  const ofDomain = ofPool.filter(({ field }) => field.startsWith('domain.'));
  const style = ofPool.find(({ field }) => field === STYLE);
  const versions = ofPool.filter(({ field }) => VERSION.test(field));
  const special = new Set([style, ...ofDomain, ...versions]);
  const others = ofPool.filter((difference) => !special.has(difference) && newAttribute(difference) === undefined);
  const edited = clients.map((client) => ({
    client,
    differences: differences.filter(({ subject }) => subject === client.subject),
  }));
  const addsDomain = ofDomain.length > 0 && hasRoom(live.pool, file.spec);
  const hasDomain = live.domain !== undefined || addsDomain;
  refuse(file.name, [
    ...ofPool.flatMap((difference) => invalidAttribute(difference) ?? []),
    ...others.flatMap((difference) => fixedInPool(difference) ?? []),
    ...versions.filter((version) => !hasFunction(version, others)).map(versionWithoutFunction),
    ...(addsDomain ? [] : ofDomain.map(otherDomain)),
    ...(style === undefined || hasDomain ? [] : [styleWithoutDomain(style)]),
    ...edited.flatMap(({ client, differences: all }) => refusalsOf(client, all)),
  ]);

  const plans = [
    ...(others.length === 0
      ? []
      : [
          () =>
            setPool(directory, askedOfPool(others), {
              operation: OPERATION,
              contradictions: inFile(poolContradictions),
            }),
        ]),
    ...chunks(attributes, MAX_NEW_ATTRIBUTES).map((some) => () => addAttributes(directory, some)),
    ...(addsDomain ? [() => addDomain(directory, file.spec)] : []),
    ...(style === undefined ? [] : [() => setStyle(directory, style.wanted as FieldValue, { operation: OPERATION })]),
    ...edited.flatMap(({ client, differences: all }) => {
      if (all.length === 0) return [];
      if (client.index === undefined) return [() => addClient(directory, client.client)];
      const clientId = live.clients[client.index]?.client.ClientId ?? '';
      const contradictions = inFile(clientContradictions);
      return [() => setClient(directory, askedOfClient(all), { operation: OPERATION, contradictions, clientId })];
    }),
  ];
  const changes: Change[] = [];
  for (const plan of plans) changes.push(await plan());
  return changes;
}

/** What to do about settings that contradict each other is said in terms of the file. */
function inFile(contradictions: SetSettingsInput['contradictions']): SetSettingsInput['contradictions'] {
  return (settings) =>
    contradictions(settings).map(({ problem }) => ({ problem, fix: 'Make the settings in the file agree.' }));
}

/** These triggers have one version of their event, which is written with their function. */
const VERSION = /^triggers\.(?:customSmsSender|customEmailSender|inboundFederation)Version$/;

function hasFunction({ field }: Difference, differences: readonly Difference[]): boolean {
  return differences.some((other) => `${other.field}Version` === field);
}

function versionWithoutFunction(difference: Difference): Refusal {
  return { difference, reason: 'is set with its function, which is missing', fix: 'Add the function to the file.' };
}

/** A custom attribute that the user pool does not have. */
function newAttribute({ field, wanted, live }: Difference): AttributeSpec | undefined {
  const isWhole = typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted) && live === null;
  return isWhole && field.startsWith('attributes.') ? (wanted as AttributeSpec) : undefined;
}

function invalidAttribute(difference: Difference): Refusal | undefined {
  const attribute = newAttribute(difference);
  if (attribute === undefined) return undefined;
  const fix = 'Correct the attribute in the file.';
  if (attribute.type === undefined) return { difference, reason: 'is a new attribute and needs a type', fix };
  if (attribute.required === true) return { difference, reason: 'is a new attribute and cannot be required', fix };
  // API reference, AddCustomAttributes.
  return attribute.name.length > 20 ? { difference, reason: 'has a name of more than 20 characters', fix } : undefined;
}

/** A user pool can have a domain with a prefix and a custom one beside it. */
function hasRoom(pool: ComparedPool['live']['pool'], { domain }: PoolSpec): boolean {
  if (typeof pool.CustomDomain === 'string' || domain?.domain === undefined) return false;
  return typeof pool.Domain !== 'string' || domain.domain.includes('.');
}

function otherDomain(difference: Difference): Refusal {
  return {
    difference,
    reason: 'cannot change, because sf-admin neither changes nor deletes a domain',
    fix: 'Write into the file what the user pool has, or change the domain in the AWS console.',
  };
}

function styleWithoutDomain(difference: Difference): Refusal {
  const reason = 'needs a domain, which the user pool does not have';
  return { difference, reason, fix: 'Add a domain to the file.' };
}

function refusalsOf({ index, count }: ComparedClient, differences: readonly Difference[]): Refusal[] {
  if (index !== undefined) return differences.flatMap((difference) => fixedInClient(difference) ?? []);
  if (count === 0) return [];
  const fix = 'Give each its own name: sf-admin client set --client-id ID --name NAME';
  return differences.map((difference) => ({ difference, reason: 'is not unique', fix }));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
