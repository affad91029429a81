import { expect } from 'chai';
import fc from 'fast-check';
import { carryOut, type CarryOutOptions } from '../../../src/lib/changes/carry-out.js';
import { editUrls, type EditUrlsInput } from '../../../src/lib/client/edit-urls.js';
import { readClient } from '../../../src/lib/client/read-client.js';
import { parseClientUrl } from '../../../src/lib/conventions/client-url.js';
import type { ClientUrl } from '../../../src/lib/model/names.js';
import type { AppClient } from '../../../src/lib/model/app-client.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, somebody, unrecorded } from '../changes/agreement.js';
import { lostAnswer, mockCognito, serviceError } from '../cognito/cognito-mock.js';
import { type Reply, withEndpoint } from '../cognito/fake-endpoint.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection, toRefusal } from '../conventions/refusal.js';
import { APP, clientAnswer, LOCAL, NEW, SETTINGS, webClient } from './web-client.js';

/** A number that JavaScript would round; sent without its quotes. */
const TOO_LARGE = '9007199254740993';
/** What no parser would let through. */
const UNPARSED = 'http://app.example.com/' as ClientUrl;
const ADD = { list: 'CallbackURLs', action: 'add', urls: [NEW] } as const satisfies EditUrlsInput;
const REMOVE = {
  list: 'CallbackURLs',
  action: 'remove',
  urls: [LOCAL],
} as const satisfies EditUrlsInput;

/** Clients with any settings to try: more with CLIENT_RUNS=60. */
const RUNS = Number(process.env.CLIENT_RUNS ?? 10);

describe('editUrls', () => {
  const cognito = mockCognito();
  const folder = temporaryFolder();

  async function edit(input: EditUrlsInput, options = AGREED, where: TestDirectoryOptions = {}) {
    const directory = openTestDirectory({ dataFolder: folder.path('data'), ...where });
    const [outcome] = await carryOut(directory, [await editUrls(directory, input)], options);
    return unrecorded(outcome!);
  }

  /** What each reading of the client answers, in order; every write succeeds. */
  function answer(...clients: Partial<AppClient>[]) {
    cognito.answer('DescribeUserPoolClient', ...clients.map(clientAnswer));
    cognito.answer('UpdateUserPoolClient', {});
  }

  const update = (changes: object) => ['UpdateUserPoolClient', { ...SETTINGS, ...changes }];

  it('sends every setting that it read, with the one list edited', async () => {
    answer({}, {}, { CallbackURLs: [APP, LOCAL, NEW] });
    expect(await edit(ADD, NOBODY)).to.deep.equal({
      plan: {
        operation: 'client.add-callback',
        target: { kind: 'client', id: SANDBOX_CLIENT_ID, label: 'web', tenantId: null },
        fields: [{ field: 'callbackUrls', before: [APP, LOCAL], after: [APP, LOCAL, NEW], relative: true }],
        doneMessage: `Registered callback URL ${NEW} on web.`,
        unchangedMessage: `Callback URL ${NEW} is already registered on web.`,
      },
      changed: true,
      dryRun: false,
      requestIds: ['UpdateUserPoolClient-1'],
      warnings: [],
    });
    expect(cognito.written()).to.deep.equal([update({ CallbackURLs: [APP, LOCAL, NEW] })]);
  });

  it('removes a URL, after confirmation', async () => {
    answer({}, {}, { CallbackURLs: [APP] });
    const { options, asked, shown } = somebody(true);
    expect((await edit(REMOVE, options)).plan.doneMessage).to.equal(`Removed callback URL ${LOCAL} from web.`);
    expect([asked, shown]).to.deep.equal([
      ['client remove-callback web in context sandbox. Continue?'],
      [
        [
          'client remove-callback web',
          '  callback URLs:',
          `    - ${LOCAL}`,
          `Sign-in through ${LOCAL} stops working at once.`,
        ].join('\n'),
      ],
    ]);
    expect(cognito.written()).to.deep.equal([update({ CallbackURLs: [APP] })]);
  });

  it('edits the logout URLs, and can remove the last one', async () => {
    answer({}, {}, { LogoutURLs: [] });
    const { plan } = await edit({
      list: 'LogoutURLs',
      action: 'remove',
      urls: ['https://app.example.com/'],
    });
    expect([plan.operation, plan.disruption]).to.deep.equal([
      'client.remove-logout',
      'Sign-out through https://app.example.com/ stops working at once.',
    ]);
    expect(cognito.written()).to.deep.equal([update({ LogoutURLs: [] })]);
  });

  it('adds a list to a client without one', async () => {
    answer({ LogoutURLs: undefined }, { LogoutURLs: undefined }, { LogoutURLs: [NEW] });
    await edit({ list: 'LogoutURLs', action: 'add', urls: [NEW] });
    expect(cognito.written()).to.deep.equal([update({ LogoutURLs: [NEW] })]);
  });

  it('warns of a new URL that looks like a registered one, in a dry run too, but not again of one that is there', async () => {
    const twin = parseClientUrl(`${APP}/`);
    const warning = new RegExp(`^${APP}/ and ${APP} differ only in `);
    answer({}, {}, { CallbackURLs: [APP, LOCAL, twin] });
    expect((await edit({ ...ADD, urls: [twin] })).warnings.join()).to.match(warning);
    answer({});
    expect((await edit({ ...ADD, urls: [twin] }, DRY_RUN)).warnings.join()).to.match(warning);
    answer({ CallbackURLs: [APP, LOCAL, twin] });
    expect((await edit({ ...ADD, urls: [twin] })).warnings).to.deep.equal([]);
    answer({}, {}, { CallbackURLs: [LOCAL] });
    expect((await edit({ ...REMOVE, urls: [LOCAL] }, { ...AGREED, dryRun: true })).warnings).to.deep.equal([]);
  });

  it('adds each URL once, and only the missing ones', async () => {
    answer({}, {}, { CallbackURLs: [APP, LOCAL, NEW, 'myapp://callback'] });
    const { plan } = await edit({ ...ADD, urls: [NEW, LOCAL, parseClientUrl('myapp://callback'), NEW] });
    expect(plan.doneMessage).to.equal(`Registered callback URL ${NEW}, myapp://callback on web.`);
    expect(cognito.written()).to.deep.equal([update({ CallbackURLs: [APP, LOCAL, NEW, 'myapp://callback'] })]);
  });

  it('writes nothing if the URLs are already registered', async () => {
    answer({});
    const one = await edit({ ...ADD, urls: [APP] });
    const both = await edit({ ...ADD, urls: [APP, LOCAL] });
    expect([one.changed, one.plan.unchangedMessage, both.changed, both.plan.unchangedMessage]).to.deep.equal([
      false,
      `Callback URL ${APP} is already registered on web.`,
      false,
      `Callback URLs ${APP}, ${LOCAL} are already registered on web.`,
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('writes nothing and asks nothing to remove an unregistered URL, and suggests a similar one', async () => {
    answer({});
    const outcome = await edit({ ...REMOVE, urls: ['http://localhost:3001/callback'] }, NOBODY);
    expect([outcome.changed, outcome.plan.unchangedMessage]).to.deep.equal([
      false,
      `Callback URL http://localhost:3001/callback is not registered on web. Did you mean ${LOCAL}?`,
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('writes nothing in a dry run, without a terminal, and if the answer is no', async () => {
    answer({});
    expect((await edit(REMOVE, DRY_RUN)).plan.fields).to.deep.equal([
      { field: 'callbackUrls', before: [APP, LOCAL], after: [APP], relative: true },
    ]);
    expect((await rejection(edit(REMOVE, NOBODY))).code).to.equal('CONFIRMATION_REQUIRED');
    expect((await rejection(edit(REMOVE, somebody(false).options))).code).to.equal('CANCELLED');
    expect(cognito.written()).to.deep.equal([]);
  });

  describe('whatever settings a client has', () => {
    /** The service, in small: an update replaces every setting, and what it leaves out is gone. */
    function serve(client: AppClient) {
      let stored = client;
      cognito.answer('DescribeUserPoolClient', () => ({ UserPoolClient: stored }));
      cognito.answer('UpdateUserPoolClient', (input) => {
        expect(input).to.not.have.any.keys('ClientSecret', 'CreationDate', 'LastModifiedDate', 'ClientType');
        const { ClientSecret, CreationDate, ClientType } = stored;
        stored = {
          ...(input as unknown as AppClient),
          ...{ ClientSecret, CreationDate, ClientType },
          LastModifiedDate: new Date(),
        };
        return {};
      });
      return () => stored;
    }

    // Without wildcards, which are refused.
    const url = fc.webUrl({ validSchemes: ['https'] }).filter((text) => !text.includes('*'));
    const urls = fc.uniqueArray(url, { maxLength: 5 });
    const words = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 10 }), { maxLength: 4 });
    const settings = fc.record(
      {
        ClientName: fc.string({ minLength: 1, maxLength: 20 }),
        AccessTokenValidity: fc.nat(),
        RefreshTokenValidity: fc.nat(),
        TokenValidityUnits: fc.record(
          { AccessToken: fc.constantFrom('seconds', 'days'), IdToken: fc.constantFrom('minutes', 'hours') },
          { requiredKeys: [] },
        ),
        ReadAttributes: words,
        WriteAttributes: words,
        ExplicitAuthFlows: words,
        SupportedIdentityProviders: words,
        LogoutURLs: urls,
        AllowedOAuthScopes: words,
        AllowedOAuthFlowsUserPoolClient: fc.boolean(),
        AnalyticsConfiguration: fc.record({ ApplicationId: fc.string(), UserDataShared: fc.boolean() }),
        PreventUserExistenceErrors: fc.constantFrom('ENABLED', 'LEGACY'),
        EnableTokenRevocation: fc.boolean(),
        AuthSessionValidity: fc.nat(),
        RefreshTokenRotation: fc.record({ Feature: fc.constantFrom('ENABLED', 'DISABLED') }),
        // Settings that no SDK of today knows, as one of tomorrow would hand them on.
        SettingOfTomorrow: fc.jsonValue().filter((value) => value !== null),
      },
      { requiredKeys: [] },
    );

    it('all are kept when a URL is added and removed', async () => {
      await fc.assert(
        fc.asyncProperty(settings, urls, url, async (given, registered, added) => {
          fc.pre(!registered.includes(added));
          const client = {
            ...given,
            UserPoolId: SANDBOX_POOL_ID,
            ClientId: SANDBOX_CLIENT_ID,
            ClientSecret: 'not-to-be-sent',
            CreationDate: new Date(0),
            CallbackURLs: registered,
          } as unknown as AppClient;
          const stored = serve(client);
          const settingsNow = () => {
            const { ClientSecret, CreationDate, LastModifiedDate, ClientType, ...rest } = stored();
            return rest;
          };
          const before = settingsNow();

          await edit({ list: 'CallbackURLs', action: 'add', urls: [parseClientUrl(added)] });
          expect(settingsNow()).to.deep.equal({ ...before, CallbackURLs: [...registered, added] });

          await edit({ list: 'CallbackURLs', action: 'remove', urls: [added] });
          expect(settingsNow()).to.deep.equal(before);
        }),
        {
          numRuns: RUNS,
          // A list of structures that cannot be sorted as they are.
          examples: [[{ SettingOfTomorrow: [{ toString: 1 }, { toString: 2 }] }, [], 'https://a.example/']],
        },
      );
    });
  });

  describe('if the client changes in the meantime', () => {
    it('plans again on the state right before the write', async () => {
      const others = { AccessTokenValidity: 60, CallbackURLs: [APP, 'https://other.example.com/'] };
      answer({}, others, { ...others, CallbackURLs: [...others.CallbackURLs, NEW] });
      const outcome = await edit(ADD);
      expect(cognito.written()).to.deep.equal([
        update({ AccessTokenValidity: 60, CallbackURLs: [...others.CallbackURLs, NEW] }),
      ]);
      expect(outcome.plan.fields).to.deep.equal([
        {
          field: 'callbackUrls',
          before: others.CallbackURLs,
          after: [...others.CallbackURLs, NEW],
          relative: true,
        },
      ]);
    });

    it('writes nothing if another writer has done the same by then', async () => {
      answer({}, { CallbackURLs: [APP, LOCAL, NEW] });
      expect((await edit(ADD)).changed).to.equal(false);
      expect(cognito.written()).to.deep.equal([]);
    });

    it('refuses what would break the sign-in by then', async () => {
      answer({}, { DefaultRedirectURI: LOCAL });
      expect((await rejection(edit(REMOVE))).code).to.equal('DEFAULT_REDIRECT_URL');
      expect(cognito.written()).to.deep.equal([]);
    });

    it('makes the change again if another writer has overwritten it', async () => {
      const theirs = ['https://theirs.example.com/'];
      answer({}, {}, { CallbackURLs: theirs }, { CallbackURLs: theirs }, { CallbackURLs: [...theirs, NEW] });
      expect((await edit(ADD)).changed).to.equal(true);
      expect(cognito.written()).to.deep.equal([
        update({ CallbackURLs: [APP, LOCAL, NEW] }),
        update({ CallbackURLs: [...theirs, NEW] }),
      ]);
    });

    it('makes the change again if the service reports a concurrent writer', async () => {
      answer({}, {}, {}, { CallbackURLs: [APP, LOCAL, NEW] });
      cognito.answer('UpdateUserPoolClient', serviceError('ConcurrentModificationException'), {});
      expect((await edit(ADD)).changed).to.equal(true);
      expect(cognito.written()).to.have.length(2);
    });

    it('gives up after three overwritten writes', async () => {
      answer({});
      expect(toRefusal((await edit(ADD)).error)).to.deep.equal({
        code: 'NOT_VERIFIED',
        message: 'web was written, but now has other values: callback URLs',
        hint: 'Another writer may be changing it. Check it: sf-admin client describe',
      });
      expect(cognito.written()).to.have.length(3);
    });

    it('names the other setting that changed with the write, and does not write again', async () => {
      answer({}, {}, { CallbackURLs: [APP, LOCAL, NEW], AccessTokenValidity: 60, AllowedOAuthFlows: undefined });
      expect((await edit(ADD)).error?.message).to.equal(
        'web was written, but now has other values: AccessTokenValidity, AllowedOAuthFlows',
      );
      expect(cognito.written()).to.have.length(1);
    });

    it('ignores the order of lists, and empty lists that are left out', async () => {
      const stored = { SupportedIdentityProviders: ['COGNITO', 'AzureAD'], LogoutURLs: [] };
      answer(stored, stored, {
        CallbackURLs: [NEW, LOCAL, APP],
        SupportedIdentityProviders: ['AzureAD', 'COGNITO'],
        LogoutURLs: undefined,
      });
      expect((await edit(ADD)).changed).to.equal(true);
    });
  });

  describe('looks once more after the verification:', () => {
    const THEIRS = 'https://theirs.example.com/';
    const [added, removed] = [[APP, LOCAL, NEW], [APP]];

    for (const [what, input, proof, later] of [
      ['another URL has come', ADD, added, { CallbackURLs: [...added, THEIRS] }],
      ['another URL is gone', ADD, added, { CallbackURLs: [LOCAL, NEW] }],
      ['another setting has changed', ADD, added, { CallbackURLs: added, AccessTokenValidity: 5 }],
      ['another URL has come beside a removed one', REMOVE, removed, { CallbackURLs: [APP, THEIRS] }],
    ] satisfies [string, EditUrlsInput, string[], Partial<AppClient>][]) {
      it(`is done if the edit is still there and ${what}`, async () => {
        answer({}, {}, { CallbackURLs: proof }, later);
        const { changed, error } = await edit(input);
        expect([changed, error, cognito.written().length]).to.deep.equal([true, undefined, 1]);
      });
    }

    for (const [what, input, proof, lost, again] of [
      ['add', ADD, added, { CallbackURLs: [APP, LOCAL, THEIRS] }, { CallbackURLs: [APP, LOCAL, THEIRS, NEW] }],
      ['remove', REMOVE, removed, { CallbackURLs: [APP, LOCAL, THEIRS] }, { CallbackURLs: [APP, THEIRS] }],
      [
        'add, with another setting',
        ADD,
        added,
        { AccessTokenValidity: 5 },
        { AccessTokenValidity: 5, CallbackURLs: added },
      ],
    ] satisfies [string, EditUrlsInput, string[], Partial<AppClient>, Partial<AppClient>][]) {
      it(`makes the edit again if another writer has overwritten it: ${what}`, async () => {
        answer({}, {}, { CallbackURLs: proof }, lost, lost, again);
        const { changed, error } = await edit(input);
        expect([changed, error]).to.deep.equal([true, undefined]);
        expect(cognito.written()).to.deep.equal([update({ CallbackURLs: proof }), update(again)]);
      });
    }

    it('gives up after three edits that were overwritten', async () => {
      const theirs = ['a', 'b', 'c'].map((name) => [APP, LOCAL, `https://${name}.example.com/`]);
      const [first = [], second = [], third = []] = theirs;
      const readings = [
        [APP, LOCAL],
        [APP, LOCAL],
        added,
        first,
        first,
        [...first, NEW],
        second,
        second,
        [...second, NEW],
        third,
      ];
      answer(...readings.map((CallbackURLs) => ({ CallbackURLs })));
      expect(toRefusal((await edit(ADD)).error)).to.deep.equal({
        code: 'NOT_VERIFIED',
        message: 'web was written, but now has other values: callback URLs',
        hint: 'Another writer may be changing it. Check it: sf-admin client describe',
      });
      expect(cognito.written()).to.have.length(3);
    });

    for (const [input, proof] of [
      [ADD, added],
      [REMOVE, removed],
    ] as const) {
      it(`does not ${input.action} a URL again if everything is as before the edit: somebody took it back`, async () => {
        answer({}, {}, { CallbackURLs: proof }, {});
        const { changed, error } = await edit(input);
        expect([changed, toRefusal(error)]).to.deep.equal([
          true,
          {
            code: 'CHANGED_UNDERNEATH',
            message: 'web was written, but another writer has reverted it: callback URLs',
            hint: 'Find out who did, and why, before you repeat it. Check it: sf-admin client describe',
          },
        ]);
        expect(cognito.written()).to.have.length(1);
      });
    }

    it('is done, with a warning, if it cannot look', async () => {
      answer({}, {}, { CallbackURLs: added });
      const readings = [{}, {}, { CallbackURLs: added }].map(clientAnswer);
      cognito.answer('DescribeUserPoolClient', ...readings, serviceError('NotAuthorizedException', 'No.'));
      const { changed, error, warnings } = await edit(ADD);
      expect([changed, error, warnings.length]).to.deep.equal([true, undefined, 1]);
    });
  });

  describe('if the answer to the write is lost', () => {
    it('succeeds if the client is as planned', async () => {
      answer({}, {}, { CallbackURLs: [APP, LOCAL, NEW] });
      cognito.answer('UpdateUserPoolClient', lostAnswer());
      const { changed, warnings } = await edit(ADD);
      expect([changed, warnings]).to.deep.equal([true, ['the response was lost; a check shows that it was done']]);
    });

    it('says that nothing was changed if the list is as before', async () => {
      answer({});
      cognito.answer('UpdateUserPoolClient', lostAnswer());
      const { code, hint } = await rejection(edit(ADD));
      expect([code, hint]).to.deep.equal(['TIMEOUT', 'A check shows that nothing was changed.']);
    });

    it('does not say so if the list is as planned and another setting is not', async () => {
      answer({}, {}, { CallbackURLs: [APP, LOCAL, NEW], AccessTokenValidity: 60 });
      cognito.answer('UpdateUserPoolClient', lostAnswer());
      expect((await rejection(edit(ADD))).hint).to.equal(
        'It is not known whether it was done. Check before you repeat it: sf-admin client describe',
      );
    });
  });

  describe('refuses, and writes nothing:', () => {
    const many = Array.from({ length: 100 }, (_, index) => `https://app.example.com/${index}`);
    const REFUSED: [string, EditUrlsInput, Partial<AppClient>, { code: string; message: string; hint: string }][] = [
      [
        'the 101st callback URL',
        ADD,
        { CallbackURLs: many, DefaultRedirectURI: undefined },
        {
          code: 'TOO_MANY_URLS',
          message: 'web would have 101 callback URLs',
          hint: 'Cognito allows at most 100 per client. First remove one that is no longer used.',
        },
      ],
      [
        'the 101st logout URL',
        { ...ADD, list: 'LogoutURLs' },
        { LogoutURLs: many },
        {
          code: 'TOO_MANY_URLS',
          message: 'web would have 101 logout URLs',
          hint: 'Cognito allows at most 100 per client. First remove one that is no longer used.',
        },
      ],
      [
        'removing the default redirect URL',
        { ...REMOVE, urls: [LOCAL, APP] },
        {},
        {
          code: 'DEFAULT_REDIRECT_URL',
          message: `${APP} is the default redirect URL of web`,
          hint: 'Cognito requires the default to be a callback URL. Set another one first: sf-admin client set --default-redirect URL',
        },
      ],
      [
        'removing the last callback URL',
        REMOVE,
        { CallbackURLs: [LOCAL], DefaultRedirectURI: undefined },
        {
          code: 'LAST_CALLBACK_URL',
          message: 'web would have no callback URL left, and no user could sign in',
          hint: 'Register the new one first: sf-admin client add-callback URL',
        },
      ],
      [
        'a URL with http on another host than localhost, which the guard finds although no parser has checked it',
        { ...ADD, urls: [NEW, UNPARSED] },
        {},
        {
          code: 'INVALID_URL',
          message: 'URL "http://app.example.com/" uses http, which is allowed only for localhost',
          hint: 'Use https',
        },
      ],
    ];
    for (const [what, input, client, refusal] of REFUSED) {
      it(what, async () => {
        answer(client);
        expect(await rejection(edit(input))).to.deep.equal(refusal);
        expect(await rejection(edit(input, DRY_RUN))).to.deep.equal(refusal);
        expect(cognito.written()).to.deep.equal([]);
      });
    }

    it('a context that names no client', async () => {
      const where = { context: { clientId: undefined } } as unknown as TestDirectoryOptions;
      expect((await rejection(edit(ADD, AGREED, where))).code).to.equal('MISSING_INPUT');
      expect(cognito.sent()).to.deep.equal([]);
    });
  });

  it('registers the hundredth', async () => {
    const CallbackURLs = Array.from({ length: 99 }, (_, index) => `https://app.example.com/${index}`);
    const client = { CallbackURLs, DefaultRedirectURI: undefined };
    answer(client, client, { ...client, CallbackURLs: [...CallbackURLs, NEW] });
    expect((await edit(ADD)).changed).to.equal(true);
  });

  it('removes a URL that today’s rules would refuse', async () => {
    const old = 'http://old.example.com/#top';
    answer({ CallbackURLs: [APP, old] }, { CallbackURLs: [APP, old] }, { CallbackURLs: [APP] });
    expect((await edit({ ...REMOVE, urls: [old] })).changed).to.equal(true);
  });

  it('removes the last callback URL of a client without redirects', async () => {
    const client = { AllowedOAuthFlows: undefined, DefaultRedirectURI: undefined, CallbackURLs: [LOCAL] };
    answer(client, client, { ...client, CallbackURLs: [] });
    expect((await edit(REMOVE)).changed).to.equal(true);
  });
});

describe('editUrls over HTTP', () => {
  const folder = temporaryFolder();

  /** An endpoint that describes the client with `extra` in its JSON, and notes every write. */
  function serving(extra: object, work: (url: string, written: () => number) => Promise<void>) {
    const client = { ...webClient(), CreationDate: 1, LastModifiedDate: 2, ...extra };
    const text = JSON.stringify({ UserPoolClient: client }).replace(`"${TOO_LARGE}"`, TOO_LARGE);
    const answer = (): Reply => ({ text, headers: { 'content-type': 'application/x-amz-json-1.1' } });
    return withEndpoint(answer, (url, seen) =>
      work(url, () => seen.filter(({ operation }) => operation !== 'DescribeUserPoolClient').length),
    );
  }

  const UNMODELLED: [string, object][] = [
    ['FutureSetting', { FutureSetting: 'on' }],
    ['FutureSetting', { FutureSetting: false, OfNoValue: null }],
    ['TokenValidityUnits.FutureToken', { TokenValidityUnits: { AccessToken: 'hours', FutureToken: 'days' } }],
    ['constructor', { constructor: 1 }],
    ['AccessTokenValidity', { AccessTokenValidity: TOO_LARGE }],
    ['Future, Other', { Future: {}, Other: [] }],
    ['AnalyticsConfiguration.Targets', { AnalyticsConfiguration: { Targets: [{ Arn: 'a' }] } }],
  ];
  for (const [named, extra] of UNMODELLED) {
    it(`stops before ${JSON.stringify(extra)}, which this SDK would drop or round and the write reset`, () =>
      serving(extra, async (endpointUrl, written) => {
        const directory = openTestDirectory({ dataFolder: folder.path('data'), context: { endpointUrl } });
        expect(await rejection(editUrls(directory, ADD))).to.deep.equal({
          code: 'UNMODELLED_SETTING',
          message: `app client web has settings that this version of sf-admin does not know: ${named}`,
          hint:
            'An update would reset them, so nothing was changed. Upgrade to a version of sf-admin that is built on a newer ' +
            'AWS SDK (sf-admin --version shows this one), or make the change in the AWS console.',
        });
        expect(written()).to.equal(0);
        expect(Object.keys((await readClient(directory)).unmodelled).join(', ')).to.equal(named);
      }));
  }

  it('ignores nulls in the answer', () =>
    serving({ DefaultRedirectURI: null, FutureSetting: null }, async (endpointUrl) => {
      const directory = openTestDirectory({ context: { endpointUrl } });
      expect((await editUrls(directory, ADD)).fields).to.deep.equal([
        { field: 'callbackUrls', before: [APP, LOCAL], after: [APP, LOCAL, NEW], relative: true },
      ]);
    }));

  it('refuses the answer for another client', () =>
    serving({ ClientId: 'another' }, async (endpointUrl) => {
      const directory = openTestDirectory({ context: { endpointUrl } });
      expect(await rejection(editUrls(directory, ADD))).to.deep.equal({
        code: 'BAD_RESPONSE',
        message: 'DescribeUserPoolClient returned an invalid response: it has another ClientId than was asked for',
        hint: 'Check --endpoint-url. A proxy or a login page between this machine and AWS can answer like this too.',
      });
    }));
});

describe('editUrls on the sandbox', () => {
  const folder = temporaryFolder();
  const start = (options: CarryOutOptions, store: MemoryStore, input: EditUrlsInput) => {
    const directory = openTestDirectory({ store, dataFolder: folder.path('data') });
    return editUrls(directory, input).then((change) => carryOut(directory, [change], options));
  };

  it('registers every URL and keeps every other setting if ten processes add one at the same time', async () => {
    const store = new MemoryStore(seedState());
    const read = async () => (await readClient(openTestDirectory({ store }))).client;
    const { LastModifiedDate: _then, CallbackURLs, ...before } = await read();
    const added = Array.from({ length: 10 }, (_, index) => `https://app.example.com/${index}`);
    await Promise.all(added.map((url) => start(AGREED, store, { ...ADD, urls: [parseClientUrl(url)] })));
    const { LastModifiedDate: _now, CallbackURLs: registered, ...after } = await read();
    expect([...registered!].sort()).to.deep.equal([...CallbackURLs!, ...added].sort());
    expect(after).to.deep.equal(before);
  });
});
