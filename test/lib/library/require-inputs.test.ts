import { expect } from 'chai';

import { AdminError } from '../../../src/lib/errors.js';
import * as library from '../../../src/lib/library/index.js';
import * as sandboxes from '../../../src/lib/library/sandbox.js';
import { all, ANA, ownSandbox } from './own-sandbox.js';

type Exported = (...args: readonly unknown[]) => unknown;

/** Every function that other projects can import. */
const FUNCTIONS = Object.entries({ ...library, ...sandboxes }).filter(([name]) => name !== 'AdminError') as [
  string,
  Exported,
][];

/** What a call throws, now, later or while its list is read; undefined if nothing. What it opens is closed. */
async function thrownBy(call: () => unknown): Promise<unknown> {
  try {
    const result = await call();
    if (typeof result !== 'object' || result === null) return undefined;
    if (Symbol.asyncIterator in result) await all(result as AsyncIterable<unknown>);
    else if ('close' in result) await (result.close as () => Promise<void>)();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('an input of the library that is required', () => {
  const sandbox = ownSandbox();

  for (const [name, call] of FUNCTIONS) {
    it(`never makes ${name} throw anything but an AdminError if it is left out or of another type`, async () => {
      const directory = await sandbox().openDirectory();
      const inputs = [
        undefined,
        {},
        { user: ANA },
        { user: 7 },
        { email: 'x@tenant-one.example', roles: 'itsm_agent' },
      ];
      const onDirectory = [
        [directory],
        ...inputs.flatMap((input) => [
          [undefined, input],
          [directory, input],
        ]),
      ];
      // What opens a directory takes options, all of which may be left out.
      const calls: unknown[][] = [[], ...(call.length === 0 ? [[undefined], [{}]] : onDirectory)];
      for (const args of calls) {
        const thrown = await thrownBy(() => call(...args));
        if (thrown !== undefined) expect(thrown, JSON.stringify(args)).to.be.an.instanceOf(AdminError);
      }
    });
  }

  it('is named in the error, with how the function is called', async () => {
    const directory = await sandbox().openDirectory();
    const errors: Record<string, string> = {};
    for (const [, call] of FUNCTIONS.filter(([, { length }]) => length > 0)) {
      const thrown = await thrownBy(() => call(directory));
      if (thrown instanceof AdminError && thrown.code === 'MISSING_INPUT') errors[thrown.message] = thrown.hint ?? '';
    }
    const user = [
      ...['setAttributes', 'disableUser', 'enableUser', 'deleteUser', 'signOutUser', 'lockDownUser', 'resetMfa'],
      ...['revokeSessions', 'resendInvite'],
    ];
    expect(errors).to.deep.equal({
      'getUser needs user': 'Call it as getUser(directory, user).',
      'listSessions needs user': 'Call it as listSessions(directory, user).',
      'createUser needs email, roles': 'Call it as createUser(directory, { email, roles }).',
      'resetPassword needs user, mode': 'Call it as resetPassword(directory, { user, mode }).',
      'editClientUrls needs list, action, urls': 'Call it as editClientUrls(directory, { list, action, urls }).',
      'undoChange needs recordId': 'Call it as undoChange(directory, { recordId }).',
      ...Object.fromEntries(
        user.map((name) => [`${name} needs user`, `Call it as ${name}(directory, { user }).`] as const),
      ),
    });
  });

  it('may not be of another type, and is not shown', async () => {
    const directory = await sandbox().openDirectory();
    const calls: [call: () => unknown, message: string][] = [
      [() => library.getUser(directory, 7 as never), 'user of getUser must be a text'],
      [
        () => library.createUser(directory, { email: 'x@tenant-one.example', roles: 'itsm_agent' as never }),
        'roles of createUser must be a list of texts',
      ],
      [
        () => library.editClientUrls(directory, { list: 'other' as never, action: 'add', urls: [] }),
        "list of editClientUrls must be 'callback' or 'logout'",
      ],
      [
        () => library.resetPassword(directory, { user: ANA, mode: 'permanent', password: 'Secret-12345' as never }),
        'a new password is needed in another form',
      ],
      [
        () => library.resetPassword(directory, { user: ANA, mode: 'permanent' } as never),
        'a new password is needed in another form',
      ],
    ];
    for (const [call, message] of calls) {
      const thrown = await thrownBy(call);
      expect(thrown).to.include({ code: 'USAGE', message });
      expect(JSON.stringify(thrown)).not.to.include('Secret');
    }
  });
});
