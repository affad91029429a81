import { readFileSync, writeFileSync } from 'node:fs';

import { expect } from 'chai';
import { z } from 'zod';

import { POOL_SPEC_FILE } from '../../../src/lib/pool-spec/schema.js';

const PUBLISHED = new URL('../../../docs/pool-spec.schema.json', import.meta.url);

describe('the JSON Schema of sf-admin pool files', () => {
  it('is published as docs/pool-spec.schema.json', () => {
    const schema = { title: 'A user pool for sf-admin', ...z.toJSONSchema(POOL_SPEC_FILE, { io: 'input' }) };
    if (process.env.UPDATE_SNAPSHOTS === '1') writeFileSync(PUBLISHED, `${JSON.stringify(schema, null, 2)}\n`);
    expect(JSON.parse(readFileSync(PUBLISHED, 'utf8'))).to.deep.equal(schema);
  });
});
