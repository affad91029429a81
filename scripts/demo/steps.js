import assert from 'node:assert/strict';

const CALLBACK = 'https://staging.stackflow-tech.com/auth/callback';
const DEFAULT_REDIRECT = 'https://app.stackflow-tech.com/auth/callback';
const NORA = 'nora.lind@tenant-one.example';
const PASSWORD = 'Correct-Horse-2026!';

/**
 * The tasks of the old runbook, and some refusals. Each step types a command as an administrator would, and checks the
 * exit status and the state afterwards.
 *
 * @typedef {object} Stage
 * @property {(line: string, exitCode?: number) => Promise<string>} type runs a command line and checks its exit status
 * @property {(...args: string[]) => Promise<any>} read the JSON of a command that only reads
 * @property {(username: string, password: string) => Promise<string>} signIn
 * @property {(name: string, content: string) => void} file
 * @property {(name: string) => string} contentOf reads a file that a command wrote
 * @property {(text: string) => void} checked prints what was checked
 *
 * @type {{ title: string, walk(stage: Stage): Promise<void> }[]}
 */
export const STEPS = [
  {
    title: 'Where do commands act?',
    async walk({ type, read, checked }) {
      await type('sf-admin whoami');
      assert.equal((await read('whoami')).kind, 'sandbox');
      checked('the embedded sandbox is the default context, so nothing here reaches AWS.');
    },
  },
  {
    title: "Check the pool and its app clients against StackFlow's rules",
    async walk({ type, checked }) {
      await type('sf-admin pool check');
      checked('exit status 0; with a finding it would be 9.');
    },
  },
  {
    title: 'Show the app client',
    async walk({ type, read, checked }) {
      const shown = await type('sf-admin client describe');
      const { clientSecret } = await read('client', 'describe', '--show-secret');
      assert.ok(clientSecret.length > 20 && !shown.includes(clientSecret));
      checked('the app client secret is not on the screen.');
    },
  },
  {
    title: 'Add a callback URL',
    async walk({ type, read, checked }) {
      const before = await read('client', 'describe');
      await type(`sf-admin client add-callback ${CALLBACK}`);
      const after = await read('client', 'describe');
      assert.deepEqual(after.callbackUrls, [...before.callbackUrls, CALLBACK]);
      assert.deepEqual(settled(after), settled({ ...before, callbackUrls: after.callbackUrls }));
      checked('the URL is registered, and no other setting of the client changed.');
    },
  },
  {
    title: 'Add it again: a success that writes nothing',
    async walk({ type, read, checked }) {
      const before = await read('client', 'describe');
      await type(`sf-admin client add-callback ${CALLBACK}`);
      assert.deepEqual(await read('client', 'describe'), before);
      checked('the client was not written: its modification time is the same.');
    },
  },
  {
    title: 'See what a change would do, without doing it',
    async walk({ type, read, checked }) {
      const before = await read('client', 'describe');
      await type(`sf-admin client remove-callback ${CALLBACK} --dry-run`);
      assert.deepEqual(await read('client', 'describe'), before);
      checked('the client is unchanged.');
    },
  },
  {
    title: 'Refused: a removal that would break sign-in (exit status 3)',
    async walk({ type, read, checked }) {
      const before = await read('client', 'describe');
      await type(`sf-admin client remove-callback ${DEFAULT_REDIRECT} --yes`, 3);
      assert.deepEqual(await read('client', 'describe'), before);
      checked('the client is unchanged.');
    },
  },
  {
    title: 'Create a user with a role, a tenant, a verified email and a temporary password',
    async walk({ type, read, signIn, checked }) {
      const output = await type(
        `sf-admin users create ${NORA} --tenant tenant_001 --role itsm_agent --department dept_it ` +
          '--given-name Nora --family-name Lind --generate-password',
      );
      const { emailVerified, tenantId, roles, department, status } = await read('users', 'show', NORA);
      assert.deepEqual(
        { emailVerified, tenantId, roles, department, status },
        {
          emailVerified: true,
          tenantId: 'tenant_001',
          roles: ['itsm_agent'],
          department: 'dept_it',
          status: 'FORCE_CHANGE_PASSWORD',
        },
      );
      const generated = /^Password, [^:]*: (\S+)$/m.exec(output)?.[1] ?? '';
      assert.equal(await signIn(NORA, generated), 'NEW_PASSWORD_REQUIRED');
      checked('the temporary password signs in, and Cognito asks for a new one.');
    },
  },
  {
    title: 'Show the user',
    async walk({ type, checked }) {
      const shown = await type(`sf-admin users show ${NORA}`);
      for (const text of ['tenant_001', 'itsm_agent', 'dept_it', 'FORCE_CHANGE_PASSWORD']) {
        assert.ok(shown.includes(text), `${text} is not shown`);
      }
      checked('tenant, role, department and status are shown.');
    },
  },
  {
    title: 'List users, filtered',
    async walk({ type, read, checked }) {
      await type('sf-admin users list --tenant tenant_001 --role itsm_agent --enabled');
      const users = await read('users', 'list', '--tenant', 'tenant_001', '--role', 'itsm_agent', '--enabled');
      assert.ok(users.some(({ email }) => email === NORA));
      for (const { tenantId, roles, enabled } of users) {
        assert.deepEqual([tenantId, roles.includes('itsm_agent'), enabled], ['tenant_001', true, true]);
      }
      checked(`the new user is one of ${users.length}, and all of them match.`);
    },
  },
  {
    title: 'Reset a password permanently; it comes from a file, never from an argument',
    async walk({ type, file, read, signIn, checked }) {
      assert.notEqual(await signIn(NORA, PASSWORD), 'signed in');
      file('password.txt', `${PASSWORD}\n`);
      await type(`sf-admin users reset-password ${NORA} --permanent --password-stdin < password.txt`);
      assert.equal((await read('users', 'show', NORA)).status, 'CONFIRMED');
      assert.equal(await signIn(NORA, PASSWORD), 'signed in');
      assert.match(await signIn(NORA, `${PASSWORD}?`), /^NotAuthorizedException/);
      checked('the user can sign in with it (InitiateAuth with SECRET_HASH), and with no other password.');
    },
  },
  {
    title: 'Disable an account',
    async walk({ type, read, signIn, checked }) {
      await type(`sf-admin users disable ${NORA} --sign-out --yes`);
      assert.equal((await read('users', 'show', NORA)).enabled, false);
      assert.equal(await signIn(NORA, PASSWORD), 'NotAuthorizedException: User is disabled.');
      checked('the same sign-in is now refused: "User is disabled."');
    },
  },
  {
    title: 'Enable it again',
    async walk({ type, read, signIn, checked }) {
      await type(`sf-admin users enable ${NORA}`);
      assert.equal((await read('users', 'show', NORA)).enabled, true);
      assert.equal(await signIn(NORA, PASSWORD), 'signed in');
      checked('the user can sign in again.');
    },
  },
  {
    title: 'Update attributes and roles',
    async walk({ type, read, checked }) {
      const before = await read('users', 'show', NORA);
      await type(
        `sf-admin users set-attributes ${NORA} --add-role itsm_admin --department dept_support --set locale=en-GB --yes`,
      );
      const after = await read('users', 'show', NORA);
      assert.deepEqual(settled(after), {
        ...settled(before),
        roles: ['itsm_agent', 'itsm_admin'],
        department: 'dept_support',
        attributes: { ...before.attributes, locale: 'en-GB' },
      });
      checked('these three fields changed, and nothing else.');
    },
  },
  {
    title: 'Undo the last change',
    async walk({ type, read, checked }) {
      const [{ id, fields }] = await read('history', 'list', '--limit', '1');
      await type('sf-admin history list');
      await type(`sf-admin history undo ${id}`);
      const { roles } = await read('users', 'show', NORA);
      assert.deepEqual(roles, fields.find(({ field }) => field === 'roles').before);
      checked('the roles are as before, and the undo is in the history too.');
      await type('sf-admin history verify');
    },
  },
  {
    title: 'In an incident: why can this person not sign in? (exit status 9: something was found)',
    async walk({ type, checked }) {
      await type('sf-admin users diagnose noah.schmidt@tenant-two.example', 9);
      await type('sf-admin users enable noah.schmidt@tenant-two.example --yes');
      await type('sf-admin users diagnose noah.schmidt@tenant-two.example');
      checked('nothing prevents the sign-in any more: the user is enabled again.');
    },
  },
  {
    title: 'In an incident: lock a user out',
    async walk({ type, read, checked }) {
      await type(`sf-admin users lockdown ${NORA} --yes --reason 'rehearsal'`);
      assert.equal((await read('users', 'show', NORA)).enabled, false);
      checked('the account is disabled, and its sessions are revoked.');
      const [{ id }] = await read('history', 'list', '--limit', '1');
      await type(`sf-admin history undo ${id}`);
      assert.equal((await read('users', 'show', NORA)).enabled, true);
    },
  },
  {
    title: 'Refused: a user of another tenant (exit status 3)',
    async walk({ type, read, checked }) {
      const before = await read('users', 'show', NORA);
      await type(`sf-admin users disable ${NORA} --tenant tenant_002 --yes`, 3);
      assert.deepEqual(await read('users', 'show', NORA), before);
      checked('the user is unchanged.');
    },
  },
  {
    title: 'Refused: a role that StackFlow does not have (exit status 3)',
    async walk({ type, read, checked }) {
      const before = await read('users', 'show', NORA);
      await type(`sf-admin users set-attributes ${NORA} --role itsm_agnt`, 3);
      assert.deepEqual(await read('users', 'show', NORA), before);
      checked('the user is unchanged.');
    },
  },
  {
    title: 'Many users at once, in a pipeline',
    async walk({ type, read, checked }) {
      const [before, others] = await byTenant(read);
      assert.ok(before.some(({ enabled }) => enabled));
      await type('sf-admin users list --tenant tenant_003 --enabled -q | xargs -r sf-admin users disable --yes');
      const [after, othersAfter] = await byTenant(read);
      assert.deepEqual(
        after.map(settled),
        before.map((user) => settled({ ...user, enabled: false })),
      );
      assert.deepEqual(othersAfter, others);
      checked(`all ${after.length} users of tenant_003 are disabled, and no other user was changed.`);
    },
  },
  {
    title: 'Refused: a file with bad rows (exit status 2)',
    async walk({ type, read, file, checked }) {
      const before = await read('users', 'list');
      file('joiners.csv', 'email,tenantId,roles\nada@tenant-one.example,tenant_1,itsm_agnt\n');
      await type('sf-admin users create --from joiners.csv --no-invite', 2);
      assert.deepEqual(await read('users', 'list'), before);
      checked('every problem is reported with its line and column, and no user was created.');
    },
  },
  {
    title: 'Create many users from a file, with passwords that are written to a file',
    async walk({ type, read, signIn, file, contentOf, checked }) {
      file('joiners.csv', JOINERS);
      await type(
        'sf-admin users create --from joiners.csv --generate-password --credentials joiners.passwords --no-invite',
      );
      const lines = contentOf('joiners.passwords').trimEnd().split('\n');
      for (const { email, password } of lines.map((line) => JSON.parse(line))) {
        assert.equal((await read('users', 'show', email)).tenantId, 'tenant_001');
        assert.equal(await signIn(email, password), 'NEW_PASSWORD_REQUIRED');
      }
      assert.equal(lines.length, JOINER_COUNT);
      checked(`all ${lines.length} exist, and each can sign in with the password in the file.`);
    },
  },
  {
    title: 'Change them from a file, and undo the whole run',
    async walk({ type, read, file, checked }) {
      file('moves.csv', `email,department\n${JOINERS.split('\n').slice(1, -1).map(moved).join('')}`);
      await type('sf-admin users set-attributes --from moves.csv');
      const joiners = () => read('users', 'list', '--email-prefix', 'joiner');
      assert.ok((await joiners()).every(({ department }) => department === 'dept_it'));
      const [{ run }] = await read('history', 'list', '--limit', '1');
      await type(`sf-admin history undo --run ${run.id} --yes`);
      assert.ok((await joiners()).every(({ department }) => department === null));
      checked('all of them had the department, and now have none again.');
    },
  },
  {
    title: 'Export the pool',
    async walk({ type, read, contentOf, checked }) {
      await type('sf-admin users export --to users.ndjson');
      const exported = contentOf('users.ndjson')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      const listed = await read('users', 'list');
      assert.deepEqual(
        exported.map(({ attributes: _attributes, ...user }) => user),
        listed,
      );
      checked(`all ${listed.length} users are in the file.`);
    },
  },
  {
    title: "Import users with Cognito's own import job",
    async walk({ type, read, file, checked }) {
      file('newcomers.csv', JOINERS.replaceAll('joiner', 'newcomer'));
      await type('sf-admin users import start newcomers.csv --yes');
      const imported = await read('users', 'list', '--email-prefix', 'newcomer');
      assert.deepEqual(new Set(imported.map(({ status }) => status)), new Set(['RESET_REQUIRED']));
      assert.equal(imported.length, JOINER_COUNT);
      checked('they exist, and must set a password at their first sign-in.');
    },
  },
];

const JOINER_COUNT = 30;
const JOINERS = `email,tenantId,roles\n${Array.from(
  { length: JOINER_COUNT },
  (_, number) => `joiner${number}@tenant-one.example,tenant_001,itsm_agent\n`,
).join('')}`;

function moved(row) {
  return `${row.split(',')[0]},dept_it\n`;
}

/** The users of tenant_003, and all others. */
async function byTenant(read) {
  const users = await read('users', 'list');
  const isOfThree = ({ tenantId }) => tenantId === 'tenant_003';
  return [users.filter(isOfThree), users.filter((user) => !isOfThree(user))];
}

/** Without modification times, which change with every write. */
function settled({ lastModifiedDate: _client, updatedAt: _user, ...rest }) {
  return rest;
}
