import { AdminError } from '../../errors.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import type { DeclaredPool } from '../dialects/declared-pool.js';
import { DIALECTS, type DialectName } from '../dialects/dialects.js';
import type { Reading } from '../dialects/draft.js';
import type { Values } from '../dialects/intrinsics.js';
import type { MapNode } from './node.js';
import { parseYaml } from './parse-yaml.js';
import { invalidPoolFile, type Problem } from './problem.js';

export interface PoolFileOptions {
  /** Values for references: those of --resolve. */
  readonly values?: Values;
  /** Which pool is meant, if the file declares several: its logical ID or the name of its resource. */
  readonly resource?: string | undefined;
}

/** A pool of a file. */
export interface PoolFile extends Reading {
  readonly dialect: DialectName;
  /** What the file calls the pool: its logical ID or the name of its resource. */
  readonly resource: string;
  /** What is strange, in the order of the file: unknown keys, keys without a value. */
  readonly warnings: readonly Problem[];
}

/**
 * Reads the text of a file in any of the dialects. Importing this module loads the YAML parser and the schema library.
 *
 * @param file its name, for messages
 * @throws AdminError INVALID_POOL_FILE with everything that is wrong and where; USAGE if the file declares several pools and
 *   `resource` names none of them
 */
export function readPoolFile(file: string, text: string, options: PoolFileOptions = {}): PoolFile {
  const parsed = parseYaml(text);
  if ('problems' in parsed) throw invalidPoolFile(file, parsed.problems);
  const found = parsed.documents.flatMap((root) =>
    root.kind === 'map' ? declared(root, options.values ?? new Map()) : [],
  );
  const { dialect, pool } = choose(file, found, options.resource);
  const { draft } = pool;
  const reading = draft.finish();
  if (reading === undefined) throw invalidPoolFile(file, draft.problems);
  const warnings = [...draft.warnings].sort((one, other) => one.at.line - other.at.line);
  return { ...reading, dialect, resource: pool.name, warnings };
}

interface Found {
  readonly dialect: DialectName;
  readonly pool: DeclaredPool;
}

function declared(root: MapNode, values: Values): Found[] {
  const dialect = (Object.keys(DIALECTS) as DialectName[]).find((name) => DIALECTS[name].matches(root));
  return dialect === undefined ? [] : DIALECTS[dialect].read(root, values).map((pool) => ({ dialect, pool }));
}

function choose(file: string, found: readonly Found[], resource: string | undefined): Found {
  const names = found.map(({ pool }) => pool.name);
  const [first] = found;
  if (first === undefined) {
    throw new AdminError('INVALID_POOL_FILE', `${file} declares no user pool`, {
      hint:
        'sf-admin reads its own files (poolSpec: 1), OpenMCF manifests (kind: AwsCognitoUserPool), Stacktape files ' +
        '(type: user-auth-pool), and CloudFormation or SAM templates (Type: AWS::Cognito::UserPool).',
    });
  }
  if (resource === undefined && found.length === 1) return first;
  const chosen = found.filter(({ pool }) => pool.name === resource);
  if (chosen[0] !== undefined && chosen.length === 1) return chosen[0];
  const separate = 'Write each pool into a file of its own: several have the same name';
  if (resource === undefined) {
    throw new AdminError('USAGE', `${file} declares ${found.length} user pools`, {
      hint: new Set(names).size === 1 ? separate : `Choose one with --resource: ${names.join(', ')}`,
    });
  }
  if (chosen.length > 1) {
    throw new AdminError('USAGE', `${file} declares several user pools named "${resource}"`, { hint: separate });
  }
  throw new AdminError('USAGE', `${file} declares no user pools named "${resource}"`, {
    hint: `${didYouMean(closest(resource, names))}User pools: ${names.join(', ')}`,
  });
}
