import { createHash } from 'node:crypto';

import * as z from 'zod';

import { AdminError } from '../errors.js';
import { LARGEST, readNamedFile } from '../files/named-file.js';
import { quoted } from '../text/quoted.js';
import { POOL_SPEC } from '../pool-spec/schema.js';
import { MAX_PLAN_BYTES, type PlanDocument } from './plan-document.js';

const HINT = 'Specify a file that --plan-out has saved.';

/** A plan, and the bytes that it was read from. */
export interface PlanFile {
  /** As it was named. */
  readonly file: string;
  readonly document: PlanDocument;
  /** SHA-256 of the file's bytes, in hex. */
  readonly digest: string;
}

/**
 * Reads a plan. The file may come from anybody: what is read here is only well-formed.
 *
 * @throws AdminError USAGE if it cannot be read; INVALID_PLAN if it is not a plan, or one of another version
 */
export async function readPlan(file: string): Promise<PlanFile> {
  return planIn(file, await readNamedFile(file, { maxBytes: LARGEST, hint: HINT }));
}

/**
 * The plan that the bytes of a file are.
 *
 * @throws AdminError INVALID_PLAN
 */
export function planIn(file: string, bytes: Uint8Array): PlanFile {
  assertSize(file, bytes.length);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid(file, 'it is not JSON', error);
  }
  const version = z.object({ plan: z.number() }).safeParse(json);
  if (version.success && version.data.plan !== 1) {
    throw new AdminError(
      'INVALID_PLAN',
      `${quoted(file)} is a plan of version ${version.data.plan}, which is not known`,
      {
        hint: 'A newer sf-admin has made it. Apply it with that version.',
      },
    );
  }
  const parsed = PLAN.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(file, issue === undefined ? '' : `${issue.path.join('.') || 'it'}: ${issue.message}`, parsed.error);
  }
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { file, document: parsed.data as PlanDocument, digest };
}

function assertSize(file: string, bytes: number): void {
  if (bytes > MAX_PLAN_BYTES) throw invalid(file, `it is larger than ${MAX_PLAN_BYTES / 1_000_000} MB`);
}

function invalid(file: string, problem: string, cause?: unknown): AdminError {
  return new AdminError('INVALID_PLAN', `${quoted(file)} is not a plan of sf-admin: ${problem}`, {
    hint: HINT,
    cause,
  });
}

const VALUE = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const TEXT_OR_NULL = z.string().nullable();
const TIME = z.iso.datetime();
const OPERATOR = z.strictObject({ osUser: TEXT_OR_NULL, host: z.string(), accessKeyId: TEXT_OR_NULL });
const ROW = z.record(
  z.string(),
  z.union([z.string(), z.null(), z.array(z.string()), z.record(z.string(), z.string())]),
);

/** A path in JSON, as it is in `DeclaredPool`. */
const PATH = z.string().regex(/^\[("[\w:.-]*"|\d+)(,("[\w:.-]*"|\d+))*\]$/, 'expected a path');

/** Nothing else may be in a plan: what no reader shows, no person has reviewed. */
const PLAN = z.strictObject({
  plan: z.literal(1),
  id: z.string().regex(/^[0-9A-Z]{26}$/, 'expected a ULID'),
  createdAt: TIME,
  expiresAt: TIME,
  createdBy: OPERATOR,
  reason: TEXT_OR_NULL,
  context: z.strictObject({
    name: z.string(),
    poolId: TEXT_OR_NULL,
    account: TEXT_OR_NULL,
    region: z.string(),
    endpoint: TEXT_OR_NULL,
    tenant: TEXT_OR_NULL,
    protected: z.boolean(),
  }),
  command: z.strictObject({
    name: z.string().regex(/^[a-z-]+( [a-z-]+)*$/, 'expected the name of a command'),
    arguments: z.array(z.string()),
    flags: z.array(z.string().regex(/^--[a-z][a-z0-9-]*(=|$)/, 'expected a flag')),
    pool: z
      .strictObject({
        dialect: z.string(),
        resource: z.string(),
        spec: POOL_SPEC,
        unset: z.array(PATH),
      })
      .optional(),
    rows: z.array(ROW).optional(),
    review: z
      .strictObject({
        bytes: z.base64(),
        kept: z.strictObject({
          v: z.literal(1),
          id: z.string(),
          madeAt: TIME,
          madeBy: OPERATOR,
          poolId: z.string(),
          endpoint: TEXT_OR_NULL,
          tenant: TEXT_OR_NULL,
          privileged: z.boolean(),
          reviewer: TEXT_OR_NULL,
          rows: z.record(z.string(), z.string()),
        }),
        signatures: z.array(
          z.strictObject({
            role: z.enum(['plan', 'approve']),
            sha256: z.string(),
            poolId: z.string(),
            endpoint: TEXT_OR_NULL,
            person: z.string(),
            at: TIME,
            signature: z.string(),
          }),
        ),
      })
      .optional(),
  }),
  cost: z
    .strictObject({
      tier: TEXT_OR_NULL,
      dollarsPerUser: z.number().nonnegative().nullable(),
      writesPerSecond: z.number().positive().nullable(),
    })
    .optional(),
  privileged: z.strictObject({ roles: z.array(z.string()), groups: z.array(z.string()) }).optional(),
  plans: z.array(
    z.strictObject({
      operation: z.string(),
      target: z.strictObject({
        kind: z.enum(['user', 'group', 'client', 'pool', 'import-job']),
        id: z.string(),
        sub: z.string().optional(),
        label: z.string(),
        tenantId: TEXT_OR_NULL,
      }),
      fields: z.array(
        z.strictObject({
          field: z.string(),
          before: VALUE,
          after: VALUE,
          unreadable: z.literal(true).optional(),
          relative: z.literal(true).optional(),
        }),
      ),
      disruption: z.string().optional(),
      irreversible: z.string().optional(),
      handsOver: z.array(z.string()).optional(),
      undoes: z.string().optional(),
      sendsMail: z.literal(true).optional(),
      movesTenant: z.boolean().optional(),
      row: ROW.optional(),
      grant: z.strictObject({ role: z.string(), until: TEXT_OR_NULL }).optional(),
    }),
  ),
});
