import { readFileSync, writeFileSync } from 'node:fs';

import { expect } from 'chai';
import { z } from 'zod';

import { NULLABLE_SETTINGS } from '../../../src/lib/pool-spec/dialects/sf-admin.js';
import { POOL_SPEC_FILE } from '../../../src/lib/pool-spec/schema.js';

const PUBLISHED = new URL('../../../docs/pool-spec.schema.json', import.meta.url);

interface Schema {
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly anyOf?: readonly object[];
}

/** Accepts null for a setting at a dotted path. */
function acceptNull({ properties = {} }: Schema, field: string): void {
  const [name = '', ...rest] = field.split('.');
  const inner = properties[name];
  if (inner === undefined) throw new TypeError(`no setting ${field}`);
  if (rest.length > 0) acceptNull(inner, rest.join('.'));
  else properties[name] = { anyOf: [inner, { type: 'null' }] };
}

describe('the JSON Schema of sf-admin pool files', () => {
  it('is published as docs/pool-spec.schema.json', () => {
    const schema = { title: 'A user pool for sf-admin', ...z.toJSONSchema(POOL_SPEC_FILE, { io: 'input' }) };
    for (const field of NULLABLE_SETTINGS.pool) acceptNull(schema as Schema, field);
    const client = (schema as Schema).properties?.clients?.items ?? {};
    for (const field of NULLABLE_SETTINGS.client) acceptNull(client, field);
    if (process.env.UPDATE_SNAPSHOTS === '1') writeFileSync(PUBLISHED, `${JSON.stringify(schema, null, 2)}\n`);
    expect(JSON.parse(readFileSync(PUBLISHED, 'utf8'))).to.deep.equal(schema);
  });
});
