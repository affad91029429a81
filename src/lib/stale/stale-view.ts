import type { ListView } from '../output/view.js';
import type { StaleUser } from './find-stale.js';

/** Stale users as rows, of which commands with `--from` read the user name. The keys are the JSON contract (docs/json.md). */
export const staleList: ListView<StaleUser> = {
  columns: [
    {
      key: 'username',
      header: 'username',
      value: ({ username }) => username,
      isWhole: true,
      subject: ({ username }) => ({ kind: 'user', username }),
    },
    { key: 'sub', header: 'sub', value: ({ sub }) => sub, isWhole: true },
    {
      key: 'email',
      header: 'email',
      value: ({ email }) => email,
      isWhole: true,
      subject: ({ username }) => ({ kind: 'user', username }),
    },
    { key: 'tenantId', header: 'tenant', value: ({ tenantId }) => tenantId },
    { key: 'roles', header: 'roles', value: ({ roles }) => roles },
    { key: 'status', header: 'status', value: ({ status }) => status },
    { key: 'createdAt', header: 'created', value: ({ createdAt }) => createdAt, isTime: true },
    { key: 'updatedAt', header: 'updated', value: ({ updatedAt }) => updatedAt, isTime: true },
    { key: 'criterion', header: 'criterion', value: ({ criterion }) => criterion },
    { key: 'state', header: 'state', value: ({ state }) => state },
    { key: 'days', header: 'days', value: ({ days }) => days },
    { key: 'lastSignal', header: 'last signal', value: ({ lastSignal }) => lastSignal },
    { key: 'lastSignalAt', header: 'at', value: ({ lastSignalAt }) => lastSignalAt, isTime: true },
    {
      key: 'evidence',
      header: 'evidence',
      value: ({ evidence }) => evidence,
      short: ({ evidence }) => evidence ?? 'unknown',
    },
    { key: 'reason', header: 'reason', value: ({ reason }) => reason },
  ],
  tableColumns: ['email', 'criterion', 'days', 'lastSignal', 'evidence'],
  id: ({ username }) => username,
  json: (user) => user,
};
