import type { ClientRule } from './client-rule.js';

export const UNMODELLED_SETTING: ClientRule = {
  rule: 'UNMODELLED_SETTING',
  severity: 'medium',
  expected: 'this version of sf-admin knows every setting of the app client',
  why: 'sf-admin refuses to edit a client that has a setting it does not know, because the edit would reset it.',
  find: ({ unmodelled }) => {
    const unknown = Object.keys(unmodelled);
    if (unknown.length === 0) return undefined;
    return {
      found: `this version of sf-admin does not know ${unknown.join(', ')}, and so refuses to edit the client`,
      fix: 'Upgrade sf-admin to a version that is built on a newer AWS SDK.',
    };
  },
};
