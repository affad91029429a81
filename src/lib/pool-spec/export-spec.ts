import { standardAttributes } from '../sandbox/operations/pool/standard-attributes.js';
import { SPEC_TAG } from './create/creation.js';
import { DIALECTS, type DialectName } from './dialects/dialects.js';
import { writeWholePool } from './dialects/sf-admin.js';
import { diffSpecs } from './diff/diff-specs.js';
import { attributesOf, specFromLive } from './live/spec-from-live.js';
import type { LivePool } from './live/live-pool.js';
import type { PoolSpec } from './schema.js';
import { nodeOf } from './source/node.js';
import { yamlText } from './yaml-text.js';

/** A pool as a file of a dialect. */
export interface Export {
  readonly document: object;
  /** The document as YAML. */
  readonly text: string;
  /** The settings that the dialect cannot express, in sf-admin's own words. */
  readonly left: readonly string[];
}

/**
 * Writes a pool as a file of a dialect, without the attributes that every pool has. What the dialect cannot express is found
 * by reading the file again, so that nothing is missing without being named.
 */
export function exportSpec(live: LivePool, dialect: DialectName): Export {
  const { spec: whole, notInSpec } = specFromLive(live);
  const spec = withoutSpecTag(withoutStandardAttributes(whole));
  const document = dialect === 'sf-admin' ? writeWholePool(spec) : DIALECTS[dialect].write(spec);
  const root = nodeOf(document);
  const [declared] = root.kind === 'map' ? DIALECTS[dialect].read(root, new Map()) : [];
  // Unchecked: a pool need not have what a dialect asks for, such as an app client.
  const read = (declared?.draft.values() ?? {}) as PoolSpec;
  const missing = (declared?.draft.problems ?? []).map(({ key, message }) => `${key ?? ''}: ${message}`);
  // A dialect in which an app client has no name has it at the same place.
  const clients = read.clients?.map((client, index) => ({
    ...client,
    name: client.name ?? spec.clients?.[index]?.name,
  }));
  const { differences } = diffSpecs({ spec, unresolved: [], places: new Map() }, { ...read, clients });
  const unnamed = read.clients?.flatMap(({ name }, index) =>
    name === undefined && spec.clients?.[index] !== undefined
      ? [`app client ${spec.clients[index].name ?? ''}: name`]
      : [],
  );
  const left = differences.map(({ subject, field }) => (subject === 'user pool' ? field : `${subject}: ${field}`));
  return { document, text: yamlText(document), left: [...left, ...(unnamed ?? []), ...notInSpec, ...missing] };
}

/** The tag says which file this pool was created from. */
function withoutSpecTag({ tags: { [SPEC_TAG]: _, ...tags } = {}, ...spec }: PoolSpec): PoolSpec {
  return { ...spec, tags };
}

function withoutStandardAttributes(spec: PoolSpec): PoolSpec {
  const preset = new Map(attributesOf(standardAttributes()).map((attribute) => [attribute.name, attribute]));
  const isPreset = (attribute: NonNullable<PoolSpec['attributes']>[number]): boolean =>
    JSON.stringify(attribute) === JSON.stringify(preset.get(attribute.name));
  return { ...spec, attributes: spec.attributes?.filter((attribute) => !isPreset(attribute)) };
}
