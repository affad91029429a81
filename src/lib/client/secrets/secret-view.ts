import type { ListView } from '../../output/view.js';
import type { ClientSecret } from './read-secrets.js';

/** Secrets of an app client as rows, without their values. The keys are the JSON contract (docs/json.md). */
export const secretList: ListView<ClientSecret> = {
  columns: [
    { key: 'id', header: 'secret ID', value: ({ id }) => id, isWhole: true },
    { key: 'createdAt', header: 'created', value: ({ createdAt }) => createdAt, isTime: true },
  ],
  tableColumns: ['id', 'createdAt'],
  id: ({ id }) => id,
  json: (secret) => secret,
};
