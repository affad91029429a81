import { hash } from 'node:crypto';

/** How many users of a pool have an address, counted while the whole pool was read; and the tenants they are in. */
export interface AddressBook {
  readonly tenants: ReadonlySet<string>;
  /** 0, 1, or 2 for more than 1. Never too low for the users read. */
  holders(address: string): number;
}

/** Collects the addresses of a pool, ignoring case, in a few bytes each. */
export function makeAddressBook(): AddressBook & { add(address: string): void; readonly tenants: Set<string> } {
  const counts = new Map<number, number>();
  return {
    tenants: new Set(),
    holders: (address) => counts.get(fingerprint(address)) ?? 0,
    add: (address) => {
      const key = fingerprint(address);
      counts.set(key, Math.min(2, (counts.get(key) ?? 0) + 1));
    },
  };
}

/**
 * 48 bits, to keep a million addresses small. About one such pool in five hundred has two addresses with the same
 * fingerprint: they count as shared, and are looked up.
 */
function fingerprint(address: string): number {
  return hash('sha256', address.toLowerCase(), 'buffer').readUIntBE(0, 6);
}
