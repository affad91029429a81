import type { Session } from '../../model/session.js';
import type { ListView } from '../../output/view.js';

/** Sessions as rows. */
export const sessionList: ListView<Session> = {
  columns: [
    { key: 'id', header: 'session', value: ({ id }) => id, isWhole: true },
    { key: 'type', header: 'type', value: ({ type }) => type },
    { key: 'clientId', header: 'client', value: ({ clientId }) => clientId, isWhole: true },
    { key: 'createdAt', header: 'created', value: ({ createdAt }) => createdAt, isTime: true },
    {
      key: 'lastActiveAt',
      header: 'last active',
      value: ({ lastActiveAt }) => lastActiveAt,
      isTime: true,
    },
    { key: 'device', header: 'device', value: ({ device }) => device },
    { key: 'ipAddress', header: 'address', value: ({ ipAddress }) => ipAddress },
    { key: 'city', header: 'city', value: ({ city }) => city },
    { key: 'country', header: 'country', value: ({ country }) => country },
    { key: 'originSessionId', header: 'opened through', value: ({ originSessionId }) => originSessionId },
  ],
  tableColumns: ['id', 'lastActiveAt', 'ipAddress', 'device'],
  id: ({ id }) => id,
  json: (session) => session,
};
