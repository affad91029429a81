import type { CardField, CardView, ListView } from '../output/view.js';
import type { DescribedProvider, Provider } from './read-providers.js';

/** Identity providers as rows. The keys are the JSON contract (docs/json.md). */
export const providerList: ListView<Provider> = {
  columns: [
    { key: 'name', header: 'name', value: ({ name }) => name, isWhole: true },
    { key: 'type', header: 'type', value: ({ type }) => type },
    { key: 'createdAt', header: 'created', value: ({ createdAt }) => createdAt, isTime: true },
    { key: 'updatedAt', header: 'updated', value: ({ updatedAt }) => updatedAt, isTime: true },
  ],
  tableColumns: ['name', 'type', 'createdAt', 'updatedAt'],
  id: ({ name }) => name,
  json: (provider) => provider,
};

/** One identity provider. */
export const providerCard: CardView<DescribedProvider> = {
  fields: (provider) => [
    { section: provider.name },
    { label: 'type', value: provider.type },
    { label: 'identifiers', value: provider.identifiers },
    { label: 'created', value: provider.createdAt, isTime: true },
    { label: 'updated', value: provider.updatedAt, isTime: true },
    ...section('Attributes, and the claims they are copied from', provider.attributeMapping),
    ...section('Levels of assurance', provider.assuranceLevels),
    ...section('Details', provider.details),
  ],
  id: ({ name }) => name,
  json: (provider) => provider,
};

function section(title: string, values: Readonly<Record<string, string>>): CardField[] {
  const fields = Object.entries(values)
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([label, value]) => ({ label, value }));
  return fields.length === 0 ? [] : [{ section: title }, ...fields];
}
