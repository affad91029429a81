import * as z from 'zod';

import type { Entry } from './entry.js';

const VALUE = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const FIELDS = z.array(
  z.object({
    field: z.string(),
    before: VALUE,
    after: VALUE,
    unreadable: z.literal(true).optional(),
    relative: z.literal(true).optional(),
  }),
);
const OPERATOR = z.object({
  osUser: z.string().nullable(),
  host: z.string(),
  accessKeyId: z.string().nullable(),
});
const LINK = {
  v: z.literal(1),
  n: z.number(),
  prev: z.string(),
  id: z.string(),
  at: z.string(),
};
/** One of these results. Version 0.1 wrote `already-so` for `unchanged`; its lines stay as they are, as they are hashed. */
function result<const Results extends readonly string[]>(results: Results) {
  return z.preprocess((value) => (value === 'already-so' ? 'unchanged' : value), z.enum(results));
}

const ENTRY = z.discriminatedUnion('entry', [
  z.object({
    ...LINK,
    entry: z.literal('started'),
    context: z.string(),
    poolId: z.string(),
    region: z.string(),
    endpoint: z.string().nullable(),
    operator: OPERATOR,
    operation: z.string(),
    target: z.object({
      kind: z.enum(['user', 'group', 'client', 'pool', 'import-job']),
      id: z.string(),
      sub: z.string().optional(),
      label: z.string(),
      tenantId: z.string().nullable(),
    }),
    fields: FIELDS,
    reason: z.string().nullable(),
    undoes: z.string().nullable(),
    grant: z.object({ role: z.string(), until: z.string().nullable() }).optional(),
    run: z.object({ id: z.string(), row: z.number() }).optional(),
    plan: z
      .object({
        id: z.string(),
        digest: z.string(),
        createdBy: OPERATOR,
        createdAt: z.string(),
        approval: z.object({ plannedBy: z.string(), approvedBy: z.string(), approvedAt: z.string() }).optional(),
      })
      .optional(),
  }),
  z.object({
    ...LINK,
    entry: z.literal('finished'),
    result: result(['done', 'unchanged', 'partly', 'failed', 'unknown']),
    targetId: z.string().optional(),
    targetSub: z.string().optional(),
    fields: FIELDS.optional(),
    steps: z
      .array(
        z.object({
          step: z.string(),
          result: result(['done', 'unchanged', 'skipped', 'failed', 'unknown']),
          detail: z.string().optional(),
        }),
      )
      .optional(),
    requestIds: z.array(z.string()),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  }),
]);

/** Parses a line of the file; `undefined` if it is not a valid entry. */
export function parseEntry(line: string): Entry | undefined {
  try {
    const parsed = ENTRY.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
