import { operation } from '../../engine/operation.js';
import { invalidParameter, type ServiceError } from '../../engine/service-error.js';
import { list, required, string, stringMap, structure } from '../../engine/shape.js';
import { requirePool } from '../../state/lookup.js';
import type { PoolState, SandboxState } from '../../state/state.js';

/** A user pool can have 50 tags (API reference, TagResource). */
const MAX_TAGS = 50;

const ONE_RESOURCE = {
  ResourceArn: required(string({ min: 20, max: 2048, pattern: 'arn:[\\w+=/,.@-]+:[\\w+=/,.@:-]+' })),
} as const;

export const ListTagsForResource = operation(structure(ONE_RESOURCE), async ({ store }, input) => {
  const { settings } = poolOf(await store.read(), input.ResourceArn);
  return { Tags: settings.UserPoolTags ?? {} };
});

const TagRequest = structure({ ...ONE_RESOURCE, Tags: required(stringMap) });

/** Adds tags, and replaces those with the same key. */
export const TagResource = operation(TagRequest, ({ store }, input) =>
  store.update((state) => {
    const pool = poolOf(state, input.ResourceArn);
    const tags = { ...pool.settings.UserPoolTags, ...input.Tags };
    checkTags(tags, invalidParameter);
    pool.settings.UserPoolTags = tags;
    return {};
  }),
);

const UntagRequest = structure({ ...ONE_RESOURCE, TagKeys: required(list(string({ min: 1, max: 128 }))) });

/** Keys without a tag are ignored. */
export const UntagResource = operation(UntagRequest, ({ store }, input) =>
  store.update((state) => {
    const pool = poolOf(state, input.ResourceArn);
    const kept = Object.entries(pool.settings.UserPoolTags ?? {}).filter(([key]) => !input.TagKeys.includes(key));
    pool.settings.UserPoolTags = Object.fromEntries(kept);
    return {};
  }),
);

/** Throws `refuse` for tags that AWS does not allow. The wording is the sandbox's. */
export function checkTags(tags: Readonly<Record<string, string>>, refuse: (message: string) => ServiceError): void {
  if (Object.keys(tags).length > MAX_TAGS) throw refuse(`A user pool can have at most ${MAX_TAGS} tags.`);
  for (const [key, value] of Object.entries(tags)) {
    if (key.length < 1 || key.length > 128) throw refuse('A tag key must have 1 to 128 characters.');
    if (value.length > 256) throw refuse('A tag value must have at most 256 characters.');
    if (/^aws:/i.test(key)) throw refuse('Tag keys that start with aws: are reserved.');
  }
}

/** Throws ResourceNotFoundException. */
function poolOf(state: SandboxState, arn: string): PoolState {
  return requirePool(state, arn.replace(/^.*:userpool\//, ''));
}
