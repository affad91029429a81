import { createHash } from 'node:crypto';

/** How many users of a pool have an address, as one reading of the whole pool found it. */
export interface AddressBook {
  /** 0, 1, or more than 1. An address is never counted too low for one that was read. */
  holders(address: string): number;
}

/** Collects the addresses of a pool in a few bytes each, case aside. */
export function makeAddressBook(): AddressBook & { add(address: string): void } {
  const counts = new Map<number, number>();
  return {
    holders: (address) => counts.get(fingerprint(address)) ?? 0,
    add: (address) => {
      const key = fingerprint(address);
      counts.set(key, Math.min(2, (counts.get(key) ?? 0) + 1));
    },
  };
}

/** 48 bits: two of a million addresses meet once in some hundred pools, and are then looked up like namesakes. */
function fingerprint(address: string): number {
  return createHash('sha256').update(address.toLowerCase()).digest().readUIntBE(0, 6);
}
