import type { CardView } from '../output/view.js';
import type { SandboxStatus } from './status.js';

/** The state of the embedded pool. */
export const statusCard: CardView<SandboxStatus> = {
  fields: (status) => [
    { label: 'user pool', value: status.poolId },
    { label: 'app client', value: status.clientId },
    {
      label: 'users',
      value: status.exists ? usersText(status) : 'as in a new sandbox; the first change creates the file',
    },
    { label: 'file', value: status.file },
    ...(status.exists
      ? [
          { label: 'size', value: `${Math.ceil(status.sizeBytes / 1024)} KiB` },
          { label: 'changed', value: status.modifiedAt },
        ]
      : []),
  ],
  id: ({ poolId }) => poolId,
  json: (status) => status,
};

function usersText({ users, disabledUsers, usersByStatus }: SandboxStatus): string {
  const parts = Object.entries(usersByStatus).map(([status, count]) => `${count} ${status}`);
  return `${users} (${[...parts, `${disabledUsers} disabled`].join(', ')})`;
}
