import type { SignInEvent } from '../../model/sign-in-event.js';
import type { ListView } from '../../output/view.js';

/** Sign-in events as rows. */
export const eventList: ListView<SignInEvent> = {
  columns: [
    { key: 'id', header: 'event', value: ({ id }) => id, isWhole: true },
    { key: 'at', header: 'at (UTC)', value: ({ at }) => at, isTime: true },
    { key: 'type', header: 'type', value: ({ type }) => type },
    { key: 'result', header: 'result', value: ({ result }) => result },
    { key: 'challenges', header: 'challenges', value: ({ challenges }) => challenges },
    { key: 'risk', header: 'risk', value: ({ risk }) => risk },
    { key: 'decision', header: 'decision', value: ({ decision }) => decision },
    {
      key: 'compromisedCredentials',
      header: 'compromised',
      value: ({ compromisedCredentials }) => compromisedCredentials,
    },
    { key: 'ipAddress', header: 'address', value: ({ ipAddress }) => ipAddress },
    { key: 'device', header: 'device', value: ({ device }) => device },
    { key: 'city', header: 'city', value: ({ city }) => city },
    { key: 'country', header: 'country', value: ({ country }) => country },
  ],
  tableColumns: ['at', 'type', 'result', 'risk', 'ipAddress'],
  id: ({ id }) => id,
  json: (event) => event,
};
