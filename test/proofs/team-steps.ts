/**
 * What a machine of a team does: it gives a user another name, adds a URL, or removes the oldest of those that it has
 * added.
 */
export type Step =
  | { readonly kind: 'add' | 'remove'; readonly url: string }
  | { readonly kind: 'name'; readonly user: string; readonly name: string };

const USERS = ['ana.silva', 'ben.carter', 'chloe.dubois'].map((name) => `${name}@tenant-one.example`);
/** The URLs that a machine leaves: twenty machines must not fill the list, which has at most a hundred. */
const KEPT = 2;

export function plannedStep(machine: number, index: number): Step {
  if (index % 2 === 0) {
    return { kind: 'name', user: USERS[(machine + index / 2) % USERS.length] ?? '', name: `M${machine} C${index}` };
  }
  // Added, added, then by turns one removed and one added.
  const edit = (index - 1) / 2;
  const added = edit < KEPT ? edit : KEPT + Math.floor((edit - KEPT) / 2);
  const isRemoval = edit >= KEPT && (edit - KEPT) % 2 === 0;
  return isRemoval
    ? { kind: 'remove', url: urlOf(machine, added - KEPT) }
    : { kind: 'add', url: urlOf(machine, added) };
}

/** The URLs that are left when a machine has made so many changes. */
export function urlsLeft(machine: number, changes: number): string[] {
  const left = new Set<string>();
  for (let index = 0; index < changes; index += 1) {
    const step = plannedStep(machine, index);
    if (step.kind === 'add') left.add(step.url);
    else if (step.kind === 'remove') left.delete(step.url);
  }
  return [...left];
}

function urlOf(machine: number, added: number): string {
  return `https://machine-${machine}.example/${added}`;
}
