import { appendFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';

import type { UserType } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import fc from 'fast-check';

import { withLock } from '../../../../src/lib/files/lock.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import type { ExportForm } from '../../../../src/lib/users/export/export-options.js';
import { exportToFile, type FileExport } from '../../../../src/lib/users/export/export-users.js';
import type { UserFilterText } from '../../../../src/lib/users/read/user-filter.js';
import { userList } from '../../../../src/lib/users/read/user-view.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';

const NDJSON: ExportForm = { format: 'ndjson', columns: undefined, header: true, rawCsv: false };
const CSV: ExportForm = { ...NDJSON, format: 'csv', columns: ['username', 'tenantId'] };

function user(name: string): UserType {
  const attributes = { email: `${name}@example.com`, 'custom:tenant_id': 'tenant_001', locale: 'pt' };
  return {
    Username: name,
    Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    Enabled: true,
    UserStatus: 'CONFIRMED',
  };
}

/** Interruptions to try: more with EXPORT_RUNS=200. */
const RUNS = Number(process.env.EXPORT_RUNS ?? 8);

/** Three pages, one of them empty; tokens say which comes next. */
const PAGES = [
  { Users: [user('a'), user('b')], PaginationToken: '1' },
  { Users: [], PaginationToken: '2' },
  { Users: [user('c')] },
];

describe('exportToFile', () => {
  const cognito = mockCognito();
  const folder = temporaryFolder();
  const file = () => folder.path('users.out');

  /** The service, which fails the calls of these numbers, counted from 1. */
  function serve(failure: Error = serviceError('TooManyRequestsException'), ...failing: number[]): void {
    let calls = 0;
    cognito.answer('ListUsers', ({ PaginationToken }) => {
      calls += 1;
      if (failing.includes(calls)) throw failure;
      return PAGES[Number(PaginationToken ?? 0)]!;
    });
  }

  function exporting(
    options: {
      form?: ExportForm;
      filter?: UserFilterText;
      resume?: boolean;
      tenant?: string;
      lockTimeout?: number;
    } = {},
  ): FileExport {
    const { form = NDJSON, filter = {}, resume = false, tenant, ...locking } = options;
    const directory = openTestDirectory(tenant === undefined ? {} : { tenant });
    return exportToFile(directory, { filter, form, view: userList, file: file(), resume }, locking);
  }

  const text = () => readFile(file(), 'utf8');
  const files = async () => (await readdir(folder.path('.'))).sort();

  /** An export that stopped before its second page. */
  async function stopped(): Promise<void> {
    serve(undefined, 2);
    expect((await rejection(exporting().run())).code).to.equal('THROTTLED');
    expect(await files()).to.deep.equal(['users.out', 'users.out.checkpoint']);
  }

  it('writes every user with every attribute, readable only by its owner, and leaves nothing beside the file', async () => {
    serve();
    const all = exporting();
    await all.run();
    const [first, ...others] = (await text()).trimEnd().split('\n');
    expect({
      first: JSON.parse(first!) as object,
      others: others.length,
      counts: [all.read(), all.found(), all.isResumable()],
      mode: (await stat(file())).mode & 0o777,
      files: await files(),
    }).to.deep.equal({
      first: {
        username: 'a',
        sub: null,
        email: 'a@example.com',
        emailVerified: false,
        givenName: null,
        familyName: null,
        tenantId: 'tenant_001',
        roles: [],
        department: null,
        enabled: true,
        status: 'CONFIRMED',
        createdAt: null,
        updatedAt: null,
        attributes: { locale: 'pt' },
      },
      others: 2,
      counts: [3, 3, false],
      mode: 0o600,
      files: ['users.out'],
    });
  });

  it('writes the CSV header once, however often it is stopped and whatever a killed process left', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 2, max: 5 }), { maxLength: 3 }),
        fc.constantFrom('', 'half a l', 'a,tenant_001\n'),
        async (failing, left) => {
          await rm(file(), { force: true });
          serve(undefined, ...failing);
          let tries = 0;
          for (let resume = false; ; resume = true) {
            tries += 1;
            const error: unknown = await exporting({ form: CSV, resume })
              .run()
              .then(
                () => undefined,
                (reason: unknown) => reason,
              );
            if (error === undefined) break;
            expect(error).to.have.property('code', 'THROTTLED');
            await appendFile(file(), left);
          }
          const wanted = 'username,tenantId\na,tenant_001\nb,tenant_001\nc,tenant_001\n';
          expect([await text(), await files()]).to.deep.equal([wanted, ['users.out']]);
          expect(tries).to.be.at.most(failing.length + 1);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('resumes at the next page, with the same filter, and counts the users written before', async () => {
    serve(undefined, 3);
    await rejection(exporting({ filter: { emailPrefix: 'x', limit: 3 } }).run());
    serve();
    const rest = exporting({ filter: { emailPrefix: 'x', limit: 3 }, resume: true });
    await rest.run();
    expect({ sent: cognito.sent().at(-1), counts: [rest.read(), rest.found()] }).to.deep.equal({
      sent: ['ListUsers', { UserPoolId: SANDBOX_POOL_ID, Limit: 3, Filter: 'email ^= "x"', PaginationToken: '2' }],
      counts: [3, 3],
    });
  });

  it('stops at the limit, wherever it was stopped before', async () => {
    const filter = { limit: 2, role: 'itsm_agent' };
    const one = { ...user('a'), Attributes: [{ Name: 'custom:role', Value: 'itsm_agent' }] };
    const throttled = serviceError('TooManyRequestsException');
    cognito.answer('ListUsers', { Users: [one], PaginationToken: '1' }, throttled, {
      Users: [one, one, one],
    });
    await rejection(exporting({ filter }).run());
    const rest = exporting({ filter, resume: true });
    await rest.run();
    expect([rest.read(), rest.found(), (await text()).split('\n').length - 1]).to.deep.equal([2, 2, 2]);
  });

  it('leaves no file if the first page cannot be read', async () => {
    serve(undefined, 1);
    const failing = exporting();
    expect((await rejection(failing.run())).code).to.equal('THROTTLED');
    expect([failing.isResumable(), await files()]).to.deep.equal([false, []]);
  });

  it('starts again after a process was killed between the checkpoint and the file', async () => {
    await stopped();
    await rm(file());
    serve();
    await exporting().run();
    expect([(await text()).split('\n').length - 1, await files()]).to.deep.equal([3, ['users.out']]);
  });

  it('does not overwrite a file', async () => {
    serve();
    await writeFile(file(), 'mine');
    expect(await rejection(exporting().run())).to.deep.equal({
      code: 'FILE_EXISTS',
      message: `${file()} already exists`,
      hint: 'Use another file, or remove this one first.',
    });
    expect([await text(), cognito.sent()]).to.deep.equal(['mine', []]);
  });

  it('names --resume if the file is an unfinished export', async () => {
    await stopped();
    const { code, hint } = await rejection(exporting().run());
    expect([code, hint]).to.deep.equal([
      'FILE_EXISTS',
      'It is an unfinished export: continue it with --resume, or use another file.',
    ]);
  });

  it('refuses to resume with other flags, and names them', async () => {
    await stopped();
    const other = { form: CSV, filter: { status: 'CONFIRMED' as const }, tenant: 'tenant_001', resume: true };
    expect(await rejection(exporting(other).run())).to.deep.equal({
      code: 'NOT_RESUMABLE',
      message: `the export to ${file()} was started with other flags`,
      hint: [
        'Then: no --tenant no --status --output ndjson no --columns',
        'Now: --tenant tenant_001 --status CONFIRMED --output csv --columns username,tenantId',
        'Use the same flags as then, or export to another file.',
      ].join('\n'),
    });
  });

  it('distinguishes a finished export from one that was never started', async () => {
    const absent = await rejection(exporting({ resume: true }).run());
    serve();
    await exporting().run();
    const finished = await rejection(exporting({ resume: true }).run());
    expect([absent, finished].map(({ code, message }) => [code, message])).to.deep.equal([
      ['NOT_RESUMABLE', `there is no unfinished export to ${file()}`],
      ['NOT_RESUMABLE', `${file()} is a finished export, or not one of sf-admin's`],
    ]);
  });

  const SPOILT: [what: string, spoil: () => Promise<void>, message: () => string][] = [
    ['altered', () => writeFile(file(), 'x'.repeat(2_000)), () => `${file()} was changed after its export stopped`],
    ['cut short', () => writeFile(file(), ''), () => `${file()} was changed after its export stopped`],
    ['taken away', () => rm(file()), () => `${file()} is missing`],
  ];
  for (const [what, spoil, message] of SPOILT) {
    it(`refuses to resume a file that was ${what}`, async () => {
      await stopped();
      await spoil();
      const failing = exporting({ resume: true });
      const { code, message: said } = await rejection(failing.run());
      expect([code, said, failing.isResumable()]).to.deep.equal(['NOT_RESUMABLE', message(), false]);
    });
  }

  for (const spoilt of ['', '{"v":1', '[]', '{"v":2}', '{"v":1,"terms":{},"token":7}']) {
    it(`refuses to resume from an invalid checkpoint: ${spoilt}`, async () => {
      await stopped();
      await writeFile(`${file()}.checkpoint`, spoilt);
      const { code, message } = await rejection(exporting({ resume: true }).run());
      expect([code, message]).to.deep.equal([
        'NOT_RESUMABLE',
        `${file()}.checkpoint is not the checkpoint of an export`,
      ]);
    });
  }

  it('says how to start again if Cognito no longer accepts the token', async () => {
    await stopped();
    serve(serviceError('InvalidParameterException', 'Invalid pagination token.'), 1);
    const failing = exporting({ resume: true });
    expect([await rejection(failing.run()), failing.isResumable()]).to.deep.equal([
      {
        code: 'NOT_RESUMABLE',
        message: `Cognito no longer accepts the page token at which the export to ${file()} stopped`,
        hint: [
          'Cognito: ListUsers failed: Invalid pagination token',
          `To start again: remove ${file()} and ${file()}.checkpoint, and leave out --resume.`,
        ].join('\n'),
      },
      false,
    ]);
  });

  it('refuses an invalid filter before it creates a file', async () => {
    expect((await rejection(exporting({ filter: { role: 'king' } }).run())).code).to.equal('UNKNOWN_ROLE');
    expect(await files()).to.deep.equal([]);
  });

  it('refuses a file that another process is writing', async () => {
    serve();
    const { code } = await withLock(file(), () => rejection(exporting({ lockTimeout: 20 }).run()));
    expect([code, await files()]).to.deep.equal(['CHANGED_UNDERNEATH', []]);
  });

  it('reports a folder that does not exist', async () => {
    serve();
    const target = folder.path('no/users.out');
    const directory = openTestDirectory();
    const request = { filter: {}, form: NDJSON, view: userList, file: target, resume: false };
    const { code, message } = await rejection(exportToFile(directory, request).run());
    expect([code, message]).to.deep.equal(['FILE_UNWRITABLE', `${target} cannot be written: there is no such folder`]);
  });
});
