import type { ListView } from '../../output/view.js';
import type { OutboxMessage } from './read-outbox.js';

/** Messages one below the other, because each is to be read completely. */
export const messageList: ListView<OutboxMessage> = {
  columns: [
    { key: 'poolId', header: 'user pool', value: ({ poolId }) => poolId, isWhole: true },
    { key: 'number', header: 'number', value: ({ number }) => number },
    { key: 'at', header: 'at (UTC)', value: ({ at }) => at, isTime: true },
    { key: 'kind', header: 'kind', value: ({ kind }) => kind },
    { key: 'medium', header: 'medium', value: ({ medium }) => medium },
    { key: 'to', header: 'to', value: ({ to }) => to, isWhole: true },
    { key: 'username', header: 'user name', value: ({ username }) => username, isWhole: true },
    { key: 'subject', header: 'subject', value: ({ subject }) => subject },
    { key: 'text', header: 'text', value: ({ text }) => text, isWhole: true },
  ],
  tableColumns: ['at', 'kind', 'to', 'text'],
  fields: ({ kind, at, medium, to, subject, text }) => [
    { section: `${kind} to ${to}` },
    { label: 'at', value: at, isTime: true },
    { label: 'medium', value: medium },
    ...(subject === null ? [] : [{ label: 'subject', value: subject }]),
    { label: 'text', value: text },
  ],
  id: ({ username }) => username,
  json: (message) => message,
};
