/**
 * backups/: users, groups and settings of a pool, or of one tenant of it, in a folder of files. archive/ writes such a
 * folder and reads it back, restore/ creates in a pool what is missing of it, and offboard/ lets a tenant go with it.
 *
 * This file says what is in the folder. Later versions must read it, so names, keys and their meaning must stay.
 */
import { join } from 'node:path';

import type { output } from 'zod';

import { endpointIdentity, namedAddress } from '../../cognito/client/endpoint.js';
import type { Directory } from '../../directory.js';
import type { SignInEvent } from '../../model/sign-in-event.js';
import type { UserDetail, UserWithAttributes } from '../../model/user.js';
import type { RememberedDevice } from '../../users/read/remembered-devices.js';

/** The files of an archive that hold what was read, in the order in which they are written. */
const ARCHIVE_FILES = ['pool.yaml', 'groups.ndjson', 'users.ndjson'] as const;

export type ArchiveFile = (typeof ARCHIVE_FILES)[number];

/** The files of an archive. That of a tenant has no settings: they name the applications of every tenant. */
export function filesOf({ tenant }: Pick<ArchiveSubject, 'tenant'>): readonly ArchiveFile[] {
  return ARCHIVE_FILES.filter((file) => tenant === null || file !== 'pool.yaml');
}

/** A line of users.ndjson: every attribute under its stored name, and the groups of the user. */
export interface ArchivedUser extends UserWithAttributes {
  readonly groups: readonly string[];
  /** In the archive of a tenant, which reads each user by itself: the second factors. */
  readonly mfa?: UserDetail['mfa'];
  /** There, what is configured to sign in with, such as `PASSWORD` or `WEB_AUTHN`; `null` if it cannot be read. */
  readonly factors?: readonly string[] | null;
  /** There, the devices that the pool remembers; `null` if they cannot be read. */
  readonly devices?: readonly RememberedDevice[] | null;
  /** There, the newest events that the pool has recorded of the user, newest first; `null` if they cannot be read. */
  readonly signInEvents?: readonly SignInEvent[] | null;
}

/** What an archive is of. Two archives of the same thing are equal in it. */
export interface ArchiveSubject {
  readonly poolId: string;
  readonly region: string;
  /** The endpoint, if it is not AWS's. */
  readonly endpoint: string | null;
  /** The tenant that the archive is limited to. */
  readonly tenant: string | null;
}

/** The user pool of a directory, or the tenant that the directory acts in. */
export function subjectOf({ endpoint, tenant }: Pick<Directory, 'endpoint' | 'tenant'>): ArchiveSubject {
  const { poolId, region } = endpoint;
  return { poolId, region, endpoint: endpointIdentity(namedAddress(endpoint)), tenant: tenant ?? null };
}

export function isSameSubject(one: ArchiveSubject, other: ArchiveSubject): boolean {
  return isSamePool(one, other) && one.tenant === other.tenant;
}

export function isSamePool(one: ArchiveSubject, other: ArchiveSubject): boolean {
  return one.poolId === other.poolId && one.endpoint === other.endpoint;
}

export const COUNTS = ['users', 'enabled', 'disabled', 'federated', 'groups', 'memberships'] as const;

/** The schemas of `archive.json`, which an unfinished archive has, and of `manifest.json`, which a finished one has. */
export async function archiveSchemas() {
  const { z } = await import('zod');
  const count = z.int().min(0);
  const head = z.object({
    v: z.literal(1),
    poolId: z.string(),
    region: z.string(),
    endpoint: z.string().nullable(),
    tenant: z.string().nullable(),
    /** ISO 8601, UTC. */
    startedAt: z.string(),
  });
  const file = z.object({ bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) });
  return {
    head,
    manifest: head.extend({
      completedAt: z.string(),
      counts: z.object({
        users: count,
        enabled: count,
        disabled: count,
        federated: count,
        groups: count,
        memberships: count,
      }),
      files: z.object({ 'pool.yaml': file.optional(), 'groups.ndjson': file, 'users.ndjson': file }),
      /** The settings of the pool that pool.yaml cannot express. */
      notInPoolFile: z.array(z.string()),
    }),
  };
}

type Schemas = Awaited<ReturnType<typeof archiveSchemas>>;

export type ArchiveHead = Readonly<output<Schemas['head']>>;
export type Manifest = Readonly<output<Schemas['manifest']>>;
export type ArchiveCounts = Manifest['counts'];

/** An archive that is complete, and whose files are those of its manifest. */
export interface Archive {
  /** As the person named it. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** SHA-256 of manifest.json, in hex: it covers every file of the archive. */
  readonly digest: string;
}

export function inArchive(folder: string, file: ArchiveFile | 'archive.json' | 'manifest.json'): string {
  return join(folder, file);
}
