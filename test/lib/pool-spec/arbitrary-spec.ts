import fc from 'fast-check';
import { z } from 'zod';

import { POOL_SPEC, type PoolSpec } from '../../../src/lib/pool-spec/schema.js';

const ARN = fc.stringMatching(/^arn:aws:lambda:us-east-1:\d{12}:function:[a-z]{1,9}$/);
const URL = fc.stringMatching(/^https:\/\/[a-z]{1,9}\.example\/[a-z]{0,9}$/);
/** Also what YAML could take for something else, and what is dangerous on a terminal. */
const TEXT = fc.oneof(
  fc.constantFrom(
    'OFF',
    'yes',
    '012',
    '1e3',
    'null',
    '~',
    '!Ref A',
    '- a',
    'a: b',
    '# a',
    '2010-09-09',
    '\u202eab',
    '{####}',
    'é\n b',
  ),
  fc.stringMatching(/^[A-Za-z0-9 .:_-]{1,20}$/).map((text) => `x${text}`),
);
const NAME = fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/);

/** Values of leaves whose schema is text. */
const TEXTS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  callbackUrls: fc.uniqueArray(URL, { minLength: 1, maxLength: 3 }),
  logoutUrls: fc.uniqueArray(URL, { maxLength: 3 }),
  defaultRedirectUri: fc.constant(undefined),
  domain: fc.stringMatching(/^[a-z]{1,20}$/),
  region: fc.constantFrom('us-east-1', 'eu-west-1'),
  name: NAME,
};

/** Any valid value of a schema; of a structure, any part. */
function arbitrary(schema: unknown, key: string): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodOptional) return fc.option(arbitrary(schema.unwrap(), key), { nil: undefined });
  if (schema instanceof z.ZodObject) {
    return fc.record(
      Object.fromEntries(Object.entries(schema.shape).map(([inner, member]) => [inner, arbitrary(member, inner)])),
    );
  }
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return arbitraryNumber(schema);
  if (Object.hasOwn(TEXTS, key)) return TEXTS[key]!;
  if (schema instanceof z.ZodArray) {
    const { element } = schema;
    return element instanceof z.ZodObject
      ? fc.uniqueArray(arbitrary(element, key), { maxLength: 3, selector: (item) => (item as { name?: string }).name })
      : fc.uniqueArray(arbitrary(element, key), { maxLength: 2 });
  }
  if (schema instanceof z.ZodRecord) return fc.dictionary(NAME, TEXT, { maxKeys: 3 });
  if (!(schema instanceof z.ZodString)) throw new TypeError(`no values for ${key}`);
  return schema.safeParse('text').success ? TEXT : ARN;
}

function arbitraryNumber(schema: z.ZodNumber): fc.Arbitrary<number> {
  const bound = (value: number | null, other: number) => (value === null || !Number.isFinite(value) ? other : value);
  const [min, max] = [bound(schema.minValue, 0), Math.min(bound(schema.maxValue, 1_000), 2 ** 31)];
  const valid = fc.integer({ min, max }).filter((value) => schema.safeParse(value).success);
  // Whole days and minutes, which every dialect can express, and others.
  return max < 10_000
    ? valid
    : fc.oneof(
        valid,
        fc.integer({ min: 1, max: Math.floor(max / 86_400) }).map((days) => days * 86_400),
      );
}

/** Any valid PoolSpec: its app clients have names, and nothing contradicts anything else. */
export const arbitrarySpec: fc.Arbitrary<PoolSpec> = arbitrary(POOL_SPEC, '').map((value) => {
  const spec = JSON.parse(JSON.stringify(value)) as PoolSpec;
  if ((spec.usernameAttributes ?? []).length > 0) delete spec.aliasAttributes;
  if (spec.mfa?.mode === 'OFF' || spec.mfa?.mode === undefined) delete spec.mfa?.softwareToken;
  // Which is read as 7.
  if (spec.passwordPolicy?.temporaryPasswordValidityDays === 0) spec.passwordPolicy.temporaryPasswordValidityDays = 7;
  if (spec.email?.sendingAccount === 'DEVELOPER' && spec.email.sourceArn === undefined)
    delete spec.email.sendingAccount;
  for (const attribute of spec.attributes ?? []) {
    if ((attribute.minLength ?? 0) > (attribute.maxLength ?? Infinity)) delete attribute.minLength;
    if ((attribute.minValue ?? -Infinity) > (attribute.maxValue ?? Infinity)) delete attribute.minValue;
  }
  for (const [index, client] of (spec.clients ?? []).entries()) {
    client.name = `client${index}`;
    if (client.callbackUrls !== undefined) client.defaultRedirectUri = client.callbackUrls[0];
    if (client.oauthFlows?.includes('client_credentials') === true) client.oauthFlows = ['client_credentials'];
  }
  return spec;
});
