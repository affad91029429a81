import { readdir } from 'node:fs/promises';

import { expect } from 'chai';

import { AddressTwins } from '../../../../src/lib/checks/people/address-twins.js';
import { userFromList } from '../../../../src/lib/model/user.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { refusal } from '../../conventions/refusal.js';
import { federated, person } from './people.js';

/** More than memory holds. */
const MANY = 20_000;

describe('AddressTwins', () => {
  const folder = temporaryFolder();
  const user = (number: number, email: string | undefined) => userFromList(person(number, { email }));

  it('finds the first user of an address in any case, among more than memory holds, and leaves no file', async () => {
    const twins = new AddressTwins(openTestDirectory(), folder.path(''));
    const found = new Set<string | undefined>();
    for (let number = 1; number <= MANY; number += 1) found.add(twins.add(user(number, `user${number}@a.example`)));
    const again = [1, MANY / 2, MANY].map((number) => twins.add(user(number + MANY, `USER${number}@a.EXAMPLE`)));
    expect([...found]).to.deep.equal([undefined]);
    expect(again).to.deep.equal([1, MANY / 2, MANY].map((number) => user(number, undefined).sub));
    expect(await readdir(folder.path(''))).to.deep.equal([]);
    twins.close();
  });

  it('knows no user without an address or a sub, and finds none in themselves', () => {
    const twins = new AddressTwins(openTestDirectory(), folder.path(''));
    const ana = user(1, 'ana@a.example');
    const added = [ana, ana, user(2, undefined), { ...ana, sub: null }, { ...ana, sub: 'x' }].map((one) =>
      twins.add(one),
    );
    expect(added).to.deep.equal([undefined, undefined, undefined, undefined, undefined]);
  });

  it('finds a user of a provider by the sub', () => {
    const twins = new AddressTwins(openTestDirectory(), folder.path(''));
    const one = userFromList(federated(1, { email: 'ana@a.example' }));
    expect([twins.add(one), twins.add(user(2, 'ana@a.example'))]).to.deep.equal([undefined, one.sub]);
  });

  it('explains a temporary file that cannot be written', () => {
    const twins = new AddressTwins(openTestDirectory(), folder.path('missing'));
    const { code, hint } = refusal(() => {
      for (let number = 1; number <= MANY; number += 1) twins.add(user(number, `user${number}@a.example`));
    });
    expect([code, hint]).to.deep.equal(['OUTPUT_UNWRITABLE', 'Set TMPDIR to a folder with more space.']);
  });
});
