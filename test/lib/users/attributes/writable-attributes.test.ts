import { expect } from 'chai';

import { creationOf, creationRules } from '../../../../src/lib/input/rows/creation-row.js';
import { attributesOf, attributesRules, checkAttributes } from '../../../../src/lib/input/rows/attributes-row.js';
import { isProblems, type RowProblem } from '../../../../src/lib/input/rows/row.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { parseAttributes } from '../../../../src/lib/users/attributes/parse-attributes.js';
import { newUser } from '../../../../src/lib/users/attributes/new-user.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { ANA_EMAIL, POOL_ANSWER } from '../ana.js';
import { mockUsers } from '../mock-users.js';

const NAMES = 'phone_number birthdate zoneinfo locale website nickname'.split(' ');
const SCHEMA = [
  ...(POOL_ANSWER.UserPool?.SchemaAttributes ?? []).filter(({ Name = '' }) => !NAMES.includes(Name)),
  ...NAMES.map((Name) => ({ Name, AttributeDataType: 'String' as const, Mutable: true })),
  { Name: 'phone_number_verified', AttributeDataType: 'Boolean' as const, Mutable: true },
];
const NOTHING = { set: [], unset: [], roles: [], addRoles: [], removeRoles: [] };
const CREATION = { roles: ['itsm_agent'], attributes: [], permanent: false, invite: true, ifNotExists: false };

/** The value that is stored, or the problem, for each way to give an attribute. */
type Way = (name: string, value: string) => Promise<string | null | undefined>;

/** `users create --attribute`, and a row of it, which an import reads too. */
const created: Way = async (name, value) => {
  const directory = openTestDirectory();
  const row = { line: 1, values: { email: ANA_EMAIL, tenantId: 'tenant_001', [name]: value } };
  const read = creationOf(row, CREATION, await creationRules(directory));
  if (isProblems(read)) return read[0]?.problem;
  return (await newUser(directory, read)).values.get(name);
};

const createdByFlag: Way = async (name, value) => {
  const directory = openTestDirectory();
  const defaults = { ...CREATION, tenant: 'tenant_001', attributes: [{ name, value }] };
  const read = creationOf({ line: 1, values: { email: ANA_EMAIL } }, defaults, await creationRules(directory));
  if (isProblems(read)) return read[0]?.problem;
  return (await newUser(directory, read)).values.get(name);
};

const set: Way = async (name, value) => {
  try {
    const text = { ...NOTHING, user: ANA_EMAIL, set: [{ name, value }] };
    return (await parseAttributes(openTestDirectory(), text)).values.get(name);
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return `${error.message}. ${error.hint ?? ''}`;
  }
};

const setByRow: Way = async (name, value) => {
  const directory = openTestDirectory();
  const row = { line: 1, values: { email: ANA_EMAIL, [name]: value } };
  const text = attributesOf(row, NOTHING);
  if (isProblems(text)) return text[0]?.problem;
  const [problem]: readonly RowProblem[] = checkAttributes(text, row, await attributesRules(directory));
  return problem?.problem ?? (await parseAttributes(directory, text)).values.get(name);
};

describe('An attribute', () => {
  const cognito = mockUsers();
  beforeEach(() => {
    cognito.answer('DescribeUserPool', { UserPool: { ...POOL_ANSWER.UserPool, SchemaAttributes: SCHEMA } });
  });

  const same: [name: string, typed: string, stored: string][] = [
    ['phone_number', ' +41791234567', '+41791234567'],
    ['phone_number_verified', 'TRUE', 'true'],
    ['birthdate', '1999-12-31 ', '1999-12-31'],
    ['nickname', ' Zoë ', 'Zoë'],
  ];
  for (const [name, typed, stored] of same) {
    it(`is stored as ${name} ${stored}, whether a flag or a row creates or edits the user`, async () => {
      for (const way of [created, createdByFlag, set, setByRow]) expect(await way(name, typed)).to.equal(stored);
    });
  }

  const refused: [name: string, typed: string, said: RegExp][] = [
    ['phone_number', '079 123 45 67', /^invalid value "079 123 45 67" .+ then digits only/],
    ['phone_number_verified', 'yes', /^invalid value "yes" .+ It is not a boolean: use true or false$/],
    ['birthdate', '31.12.1999', /YYYY-MM-DD/],
    ['zoneinfo', 'Mars', /IANA/],
    ['locale', 'de_DE', /Did you mean de-DE\?/],
    ['website', 'example.com', /http or https/],
    ['website', 'https://example\u200b.com', /has U\+200B ZERO WIDTH SPACE at position 16/],
  ];
  for (const [name, typed, said] of refused) {
    it(`is refused as ${name} ${JSON.stringify(typed)}, with one message for flags and rows alike`, async () => {
      for (const way of [created, createdByFlag, set, setByRow]) expect(await way(name, typed)).to.match(said);
    });
  }
});
