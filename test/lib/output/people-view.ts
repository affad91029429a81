import type { ListView, OutputOptions } from '../../../src/lib/output/view.js';

/** The clock of these tests. */
export const NOW = new Date('2026-11-28T16:03:00Z');

export interface Person {
  id: string;
  name: string | null;
  roles: string[];
  enabled: boolean;
}

export const ana: Person = {
  id: 'u1',
  name: 'Ana Silva',
  roles: ['itsm_agent', 'itsm_admin'],
  enabled: true,
};
export const bo: Person = { id: 'u2', name: null, roles: [], enabled: false };

export const peopleView: ListView<Person> = {
  columns: [
    { key: 'id', header: 'id', value: (person) => person.id },
    { key: 'name', header: 'name', value: (person) => person.name },
    { key: 'roles', header: 'roles', value: (person) => person.roles },
    { key: 'enabled', header: 'enabled', value: (person) => person.enabled },
    { key: 'initial', header: 'initial', value: (person) => person.name?.slice(0, 1) },
  ],
  tableColumns: ['id', 'name', 'roles', 'enabled'],
  id: (person) => person.id,
  json: ({ id, name, roles, enabled }) => ({ id, name, roles, enabled }),
};

export function options(overrides: Partial<OutputOptions> = {}): OutputOptions {
  return { format: 'table', quiet: false, header: true, rawCsv: false, now: NOW, ...overrides };
}
