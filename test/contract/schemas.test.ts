import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';

import Ajv from 'ajv';
import { expect } from 'chai';
import { z } from 'zod';

import { SETTINGS_SCHEMA } from '../../src/lib/config/file/settings-schema.js';
import { ATTRIBUTES_EXAMPLE, CREATION_EXAMPLE, USER_EXAMPLE } from '../../src/lib/input/rows/example-rows.js';
import { NAMES } from '../../src/lib/input/rows/user-name.js';
import { validateJson } from '../helpers/validate-json.js';
import { commandNames } from './every-command.js';

const FOLDER = new URL('../../schemas/', import.meta.url);
const DRAFT = 'http://json-schema.org/draft-07/schema#';

const TEXT = { type: ['string', 'null'] };
const TEXTS = { anyOf: [TEXT, { type: 'array', items: { type: 'string' } }] };
const VALUE = { type: ['string', 'number', 'boolean', 'null'] };

/** A row in JSON. Further keys are attributes, whose names are those of the user pool. */
function rowSchema(title: string, example: object, needed: object): object {
  const keys = Object.entries(example).map(([key, value]) => [key, Array.isArray(value) ? TEXTS : TEXT]);
  const attributes = { type: 'object', additionalProperties: VALUE };
  const properties = { ...Object.fromEntries(keys), attributes } as object;
  return { $schema: DRAFT, title, type: 'object', properties, ...needed, additionalProperties: true };
}

const naming = { anyOf: NAMES.map((name) => ({ required: [name] })) };

async function schemas(): Promise<Record<string, object>> {
  const script = new URL('../../scripts/schemas/output-schemas.js', import.meta.url);
  const { outputSchemas } = (await import(script.href)) as { outputSchemas: () => Promise<Record<string, object>> };
  return {
    ...(await outputSchemas()),
    config: {
      title: "sf-admin's contexts file",
      ...z.toJSONSchema(SETTINGS_SCHEMA, { io: 'input', target: 'draft-7' }),
    },
    'input/users-create': rowSchema('A row of users create and users import start', CREATION_EXAMPLE, {
      required: ['email'],
    }),
    'input/users-set-attributes': rowSchema('A row of users set-attributes', ATTRIBUTES_EXAMPLE, naming),
    'input/users': rowSchema('A row of the other commands with --from', USER_EXAMPLE, naming),
  };
}

describe('schemas/', () => {
  it('has the schemas that are made from the code', async () => {
    const made = await schemas();
    if (process.env.UPDATE_SNAPSHOTS === '1') {
      for (const name of ['output', 'input']) await mkdir(new URL(name, FOLDER), { recursive: true });
      for (const [name, schema] of Object.entries(made)) {
        await writeFile(new URL(`${name}.json`, FOLDER), `${JSON.stringify(schema, null, 2)}\n`);
      }
    }
    const files = (await readdir(FOLDER, { recursive: true })).filter((file) => file.endsWith('.json'));
    const published = await Promise.all(
      files.map(async (file): Promise<[string, unknown]> => [
        file.replace(/\.json$/, ''),
        JSON.parse(await readFile(new URL(file, FOLDER), 'utf8')),
      ]),
    );
    expect(Object.fromEntries(published), 'UPDATE_SNAPSHOTS=1 npx mocha test/contract/schemas.test.ts').to.deep.equal(
      made,
    );
  });

  it('has one for the JSON of every command', async () => {
    const files = (await readdir(new URL('output', FOLDER))).map((file) => file.replace(/\.json$/, ''));
    const commands = (await commandNames())
      .map((name) => name.replaceAll(' ', '-'))
      .filter((name) => name !== 'help' && name !== 'mcp');
    expect(files.sort()).to.deep.equal(commands.sort());
  });

  it('accepts the example rows as rows', async () => {
    for (const [name, row] of [
      ['users-create', CREATION_EXAMPLE],
      ['users-set-attributes', ATTRIBUTES_EXAMPLE],
      ['users', USER_EXAMPLE],
    ] as const) {
      const schema = JSON.parse(await readFile(new URL(`input/${name}.json`, FOLDER), 'utf8')) as object;
      const validate = new Ajv().compile(schema);
      expect([name, validate(row), validate({ department: 'dept_it' })]).to.deep.equal([name, true, false]);
    }
  });

  const RESET = { changed: true, poolId: 'us-east-1_Sandbox01', users: 20 };
  const refused: [what: string, value: unknown][] = [
    ['a key that the schema does not have', { ...RESET, another: 1 }],
    ['a missing key', { changed: true, poolId: 'us-east-1_Sandbox01' }],
    ['a value of another type', { ...RESET, users: '20' }],
    ['an error with a code that there is not', { error: { code: 'NOPE', message: 'x', exitCode: 2 } }],
  ];
  for (const [what, value] of refused) {
    it(`finds ${what} in the output of a test`, () => {
      validateJson('sandbox reset', ['-o', 'json'], JSON.stringify(RESET));
      for (const format of ['json', 'ndjson']) {
        expect(() => {
          validateJson('sandbox reset', ['-o', format], JSON.stringify(value));
        }).to.throw('differs from its schema');
      }
    });
  }

  it('must have a schema for a command whose JSON a test sees', () => {
    expect(() => {
      validateJson('users juggle', ['--json'], '{}');
    }).to.throw('no schema output/users-juggle');
  });
});
