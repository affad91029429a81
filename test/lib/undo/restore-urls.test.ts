import { expect } from 'chai';

import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { SANDBOX_CLIENT_ID } from '../../../src/lib/model/sandbox-ids.js';
import { restoreUrls } from '../../../src/lib/undo/restore-urls.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { APP, clientAnswer, LOCAL, NEW } from '../client/web-client.js';
import { mockCognito } from '../cognito/cognito-mock.js';
import { rejection } from '../conventions/refusal.js';
import { exampleRecord, recordId } from './example-record.js';

const OTHER = 'https://other.example.com/callback';

describe('restoreUrls', () => {
  const cognito = mockCognito();

  const record = (before: readonly string[], after: readonly string[]) =>
    exampleRecord({
      operation: 'client.add-callback',
      target: { kind: 'client', id: SANDBOX_CLIENT_ID, label: 'web', tenantId: null },
      fields: [{ field: 'callbackUrls', before, after, relative: true }],
    });

  async function restore(of: ChangeRecord, now: readonly string[], force = false) {
    cognito.answer('DescribeUserPoolClient', clientAnswer({ CallbackURLs: [...now] }));
    cognito.answer('UpdateUserPoolClient', {});
    const change = await restoreUrls(openTestDirectory(), of, { force });
    await change.apply();
    const [[, written]] = cognito.written() as [[string, { CallbackURLs: string[] }]];
    return { operation: change.operation, undoes: change.undoes, urls: written.CallbackURLs };
  }

  const UNDO = { operation: 'history.undo', undoes: recordId(1) };

  it('removes the URL that the change registered, and keeps those registered since', async () => {
    expect(await restore(record([APP], [APP, NEW]), [APP, NEW, OTHER])).to.deep.equal({
      ...UNDO,
      urls: [APP, OTHER],
    });
  });

  it('registers the URL that the change removed, and does not restore those removed since', async () => {
    expect(await restore(record([APP, LOCAL, NEW], [APP, LOCAL]), [APP])).to.deep.equal({
      ...UNDO,
      urls: [APP, NEW],
    });
  });

  it('registers again a URL that Cognito accepted, even one that cannot be added any more', async () => {
    const wildcard = 'https://app.example.com/*';
    expect((await restore(record([APP, wildcard], [APP]), [APP])).urls).to.deep.equal([APP, wildcard]);
  });

  it('refuses if only some of the URLs were removed again since, unless forced', async () => {
    const added = record([APP], [APP, LOCAL, NEW]);
    const { code, hint } = await rejection(restore(added, [APP, NEW]));
    expect([code, hint?.split('\n')[1]]).to.deep.equal([
      'CHANGED_UNDERNEATH',
      `callback URLs: (none) before, ${LOCAL}, ${NEW} then, ${NEW} now`,
    ]);
    expect((await restore(added, [APP, NEW], true)).urls).to.deep.equal([APP]);
  });

  it('refuses a record without a list of URLs', async () => {
    const { code } = await rejection(restoreUrls(openTestDirectory(), exampleRecord(), { force: false }));
    expect(code).to.equal('NOT_UNDOABLE');
  });
});
