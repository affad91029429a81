import type { Group } from '../model/user-pool.js';
import type { DescribedGroup } from './read-groups.js';
import type { CardView, ListView } from '../output/view.js';

/** Groups as rows. The keys are the JSON contract (docs/json.md). */
export const groupList: ListView<Group> = {
  columns: [
    { key: 'name', header: 'name', value: ({ name }) => name, isWhole: true },
    { key: 'description', header: 'description', value: ({ description }) => description },
    { key: 'precedence', header: 'precedence', value: ({ precedence }) => precedence },
    { key: 'roleArn', header: 'role ARN', value: ({ roleArn }) => roleArn, isWhole: true },
    { key: 'createdAt', header: 'created', value: ({ createdAt }) => createdAt, isTime: true },
    { key: 'updatedAt', header: 'updated', value: ({ updatedAt }) => updatedAt, isTime: true },
  ],
  tableColumns: ['name', 'precedence', 'description', 'createdAt'],
  id: ({ name }) => name,
  json: (group) => group,
};

/** One group. */
export const groupCard: CardView<DescribedGroup> = {
  fields: (group) => [
    { section: group.name },
    { label: 'description', value: group.description },
    { label: 'precedence', value: group.precedence },
    { label: 'role ARN', value: group.roleArn },
    { label: 'privileged', value: group.privileged },
    { label: 'created', value: group.createdAt, isTime: true },
    { label: 'updated', value: group.updatedAt, isTime: true },
  ],
  id: ({ name }) => name,
  json: (group) => group,
};
