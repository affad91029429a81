import { counted } from '../../text/counted.js';
import type { PersonFinding } from './users-findings.js';

/** Tenants that are listed one by one. A pool may have a thousand, and a broken one may have one for each user. */
const MAX_TENANTS = 50;

type Kinds = Map<string, number>;

/** Counts findings about users by tenant and kind, in constant memory. */
export class TenantCounts {
  readonly #tenants = new Map<string | null, Kinds>();
  readonly #others: Kinds = new Map();

  /** Passes findings on, and counts those about a user. */
  async *count(findings: AsyncIterable<PersonFinding>): AsyncGenerator<PersonFinding, void, undefined> {
    for await (const finding of findings) {
      if (finding.username !== null) this.#add(finding);
      yield finding;
    }
  }

  /** A line for each tenant, and below it one for each kind, the most frequent first. Together they are all findings. */
  lines(): string[] {
    const named = [...this.#tenants].map(([tenant, kinds]) => ({ name: tenant ?? 'no tenant', kinds }));
    named.sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
    const all = this.#others.size === 0 ? named : [...named, { name: 'other tenants', kinds: this.#others }];
    return all.flatMap(({ name, kinds }) => {
      const sorted = [...kinds].sort(([, one], [, other]) => other - one);
      const total = sorted.reduce((sum, [, count]) => sum + count, 0);
      return [`${name}: ${counted(total, 'finding')}`, ...sorted.map(([rule, count]) => `  ${rule}: ${count}`)];
    });
  }

  #add({ tenantId, rule }: PersonFinding): void {
    let kinds = this.#tenants.get(tenantId);
    if (kinds === undefined && this.#tenants.size < MAX_TENANTS) {
      kinds = new Map();
      this.#tenants.set(tenantId, kinds);
    }
    kinds ??= this.#others;
    kinds.set(rule, (kinds.get(rule) ?? 0) + 1);
  }
}
