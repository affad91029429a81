import type { PoolSpec } from '../schema.js';
import { type MapNode, member, type Node, textOf } from '../source/node.js';
import { readTemplate, writeTemplate } from './cloudformation.js';
import type { DeclaredPool } from './declared-pool.js';
import type { Values } from './intrinsics.js';
import { readOpenmcf, writeOpenmcf } from './openmcf.js';
import { readSfAdmin, writeSfAdmin } from './sf-admin.js';
import { readStacktape, writeStacktape } from './stacktape.js';

/** A form in which teams keep a pool. */
export interface Dialect {
  /** Whether a document is in it, by its content. */
  readonly matches: (root: MapNode) => boolean;
  readonly read: (root: MapNode, values: Values) => DeclaredPool[];
  /** The document for a spec. What the dialect cannot express is missing from it. */
  readonly write: (spec: PoolSpec) => object;
}

export type DialectName = 'sf-admin' | 'openmcf' | 'stacktape' | 'cloudformation';

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  'sf-admin': {
    matches: (root) => root.entries.has('poolSpec'),
    read: readSfAdmin,
    write: writeSfAdmin,
  },
  openmcf: {
    matches: (root) =>
      textOf(member(root, 'kind')) === 'AwsCognitoUserPool' ||
      textOf(member(root, 'apiVersion'))?.startsWith('aws.openmcf.org/') === true,
    read: readOpenmcf,
    write: writeOpenmcf,
  },
  stacktape: {
    matches: (root) => typesIn(member(root, 'resources'), 'type').includes('user-auth-pool'),
    read: readStacktape,
    write: writeStacktape,
  },
  cloudformation: {
    matches: (root) =>
      root.entries.has('AWSTemplateFormatVersion') ||
      typesIn(member(root, 'Resources'), 'Type').some((type) => type.startsWith('AWS::')),
    read: readTemplate,
    write: writeTemplate,
  },
};

function typesIn(resources: Node | undefined, key: string): string[] {
  if (resources?.kind !== 'map') return [];
  return [...resources.entries.values()].flatMap(({ node }) => textOf(member(node, key)) ?? []);
}
