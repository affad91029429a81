import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

import { sourcesIn } from '../build/options.js';
import { CommandSchemas } from './command-schema.js';

const DRAFT = 'http://json-schema.org/draft-07/schema#';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The JSON Schema of the JSON of each command, from the types of the code that writes it, by the path in schemas/ without
 * extension: `output/users-list`; and that of errors.
 */
export async function outputSchemas() {
  const files = (await sourcesIn('src/commands')).sort();
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile('tsconfig.json', ts.sys.readFile).config,
    ts.sys,
    ROOT,
  );
  const schemas = new CommandSchemas(ts.createProgram(files, { ...options, noEmit: true }));
  // They print no JSON of their own: text, and the messages of a protocol.
  const others = ['help', 'mcp'].map((name) => `src/commands/${name}.ts`);
  const commands = files.filter((file) => !others.includes(file));
  const error = { $schema: DRAFT, title: 'An error of sf-admin with -o json', ...schemas.ofError() };
  const outputs = Object.fromEntries(
    commands.map((file) => {
      const words = relative('src/commands', file).replace(/\.ts$/, '').split('/');
      const { document, row } = schemas.of(file);
      const schema = {
        $schema: DRAFT,
        title: `sf-admin ${words.join(' ')} -o json`,
        description: 'The definition "row" is the schema of a line of -o ndjson.',
        ...withReference(document, row),
        definitions: { row },
      };
      return [`output/${words.join('-')}`, schema];
    }),
  );
  const plan = { $schema: DRAFT, title: 'A plan that --plan-out has saved', ...schemas.ofPlan() };
  return { ...outputs, error, plan };
}

/** The document, with a reference to the row where the row would be repeated. */
function withReference(document, row) {
  const reference = { $ref: '#/definitions/row' };
  const isSame = (schema) => JSON.stringify(schema) === JSON.stringify(row);
  if (isSame(document)) return { allOf: [reference] };
  return isSame(document.items) ? { ...document, items: reference } : document;
}
