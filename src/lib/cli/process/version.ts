import { isSea } from 'node:sea';

import { readShippedFile } from '../../files/shipped-file.js';
import type { CardView } from '../../output/view.js';

/** What runs: the program, and what it runs on. The names are the JSON contract. */
export interface ProgramVersion {
  readonly version: string;
  /** The commit that was built. Null if it was built outside a git checkout. */
  readonly commit: string | null;
  /** Whether files differed from that commit. */
  readonly modified: boolean | null;
  /** The version of the AWS SDK's client for Cognito. */
  readonly sdk: string | null;
  readonly node: string;
  /** The operating system and the processor, in Node's names for them. */
  readonly platform: string;
  /** Whether this is the single executable, which brings its own Node. */
  readonly executable: boolean;
}

type BuildInfo = Pick<ProgramVersion, 'commit' | 'modified' | 'sdk'>;

/** Digits of a commit that people see: git finds it by fewer, and they fit on a narrow terminal. */
const SHOWN = 12;

const UNKNOWN: BuildInfo = { commit: null, modified: null, sdk: null };

/** @param root folder of the program, in which the build has written `dist/build.json` */
export function programVersion({ root, version }: { root: string; version: string }): ProgramVersion {
  const { commit, modified, sdk } = buildInfo(root);
  return {
    ...{ version, commit, modified, sdk },
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    executable: isSea(),
  };
}

function buildInfo(root: string): BuildInfo {
  try {
    return JSON.parse(readShippedFile(root, 'dist/build.json').toString()) as BuildInfo;
  } catch {
    // Only sources that were never built have no such file.
    return UNKNOWN;
  }
}

export const versionCard: CardView<ProgramVersion> = {
  fields: ({ version, commit, modified, sdk, node, platform, executable }) => [
    { label: 'version', value: version },
    { label: 'commit', value: `${commit?.slice(0, SHOWN) ?? 'unknown'}${modified === true ? ' (modified)' : ''}` },
    { label: 'AWS SDK', value: sdk ?? 'unknown' },
    { label: 'Node', value: node },
    { label: 'platform', value: platform },
    { label: 'executable', value: executable },
  ],
  id: ({ version }) => version,
  json: (version) => version,
};
