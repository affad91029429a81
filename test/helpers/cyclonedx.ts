import { readFile } from 'node:fs/promises';

import Ajv from 'ajv';

const FIXTURES = new URL('../fixtures/cyclonedx/', import.meta.url);

/** What the JSON schema of CycloneDX 1.6 finds wrong with a document. */
export async function problemsOfSbom(document: object): Promise<unknown[]> {
  const schema = async (name: string): Promise<object> =>
    JSON.parse(await readFile(new URL(`${name}.SNAPSHOT.schema.json`, FIXTURES), 'utf8')) as object;
  // The schemas name formats that ajv 6 does not know, such as iri-reference.
  const ajv = new Ajv({ unknownFormats: 'ignore', logger: false });
  for (const name of ['spdx', 'jsf-0.82']) {
    ajv.addSchema(await schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  }
  const validate = ajv.compile(await schema('bom-1.6'));
  return (await validate(document)) ? [] : (validate.errors ?? []);
}
