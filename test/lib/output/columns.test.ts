import { expect } from 'chai';
import { AdminError } from '../../../src/lib/errors.js';
import { parseColumns, pickColumns } from '../../../src/lib/output/columns.js';
import { peopleView } from './people-view.js';

function refusal(act: () => unknown): object {
  try {
    act();
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint };
  }
  throw new Error('nothing was refused');
}

const KNOWN = 'Columns: id, name, roles, enabled, initial';

describe('parseColumns', () => {
  it('returns the keys in the given order, trimmed, without duplicates and empty ones', () => {
    expect(parseColumns(' roles, id ,,roles', peopleView)).to.deep.equal(['roles', 'id']);
  });

  const refusals: [rule: string, text: string, message: string, hint: string][] = [
    ['a misspelt key, with the key meant', 'id,nmae', 'unknown column "nmae"', `Did you mean name? ${KNOWN}`],
    ['a key in the wrong case', 'ID', 'unknown column "ID"', `Did you mean id? ${KNOWN}`],
    ['a key like no other, without a guess', 'telephone', 'unknown column "telephone"', KNOWN],
    [
      'several at once',
      'telephone,rolse,telephone',
      'unknown columns "telephone", "rolse"',
      `Did you mean roles? ${KNOWN}`,
    ],
    ['no key at all', ' , ', '--columns is empty', KNOWN],
  ];
  for (const [rule, text, message, hint] of refusals) {
    it(`refuses ${rule}`, () => {
      expect(refusal(() => parseColumns(text, peopleView))).to.deep.equal({ code: 'USAGE', message, hint });
    });
  }
});

describe('pickColumns', () => {
  it('returns the columns in the order of the keys', () => {
    expect(pickColumns(['roles', 'id'], peopleView).map((column) => column.key)).to.deep.equal(['roles', 'id']);
  });

  it('refuses an unknown key', () => {
    expect(refusal(() => pickColumns(['rols'], peopleView))).to.deep.equal({
      code: 'USAGE',
      message: 'unknown column "rols"',
      hint: `Did you mean roles? ${KNOWN}`,
    });
  });
});
