import { expect } from 'chai';
import fc from 'fast-check';

import { makeAddressBook } from '../../../src/lib/model/address-book.js';

describe('makeAddressBook', () => {
  it('counts none, one, and more than one', () => {
    const book = makeAddressBook();
    for (const address of ['ana@example.com', 'ben@example.com', 'ben@example.com']) book.add(address);
    for (let holder = 0; holder < 5; holder++) book.add('info@example.com');
    const addresses = ['eve@example.com', 'ana@example.com', 'ben@example.com', 'info@example.com'];
    expect(addresses.map((address) => book.holders(address))).to.deep.equal([0, 1, 2, 2]);
  });

  it('ignores the case of addresses', () => {
    const book = makeAddressBook();
    book.add('Ana@Example.com');
    book.add('ana@EXAMPLE.com');
    expect(book.holders('ANA@example.COM')).to.equal(2);
  });

  it('never counts an address too low, and in practice never too high', () => {
    fc.assert(
      fc.property(fc.array(fc.emailAddress({ size: 'small' })), (addresses) => {
        const book = makeAddressBook();
        for (const address of addresses) book.add(address);
        for (const address of addresses) {
          const same = addresses.filter((other) => other.toLowerCase() === address.toLowerCase());
          expect(book.holders(address)).to.equal(Math.min(2, same.length));
        }
      }),
    );
  });
});
