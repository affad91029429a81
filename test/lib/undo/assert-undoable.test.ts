import { expect } from 'chai';

import { historyStores } from '../../../src/lib/history/history-stores.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { assertSamePlace, assertUndoable } from '../../../src/lib/undo/assert-undoable.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { refusal } from '../conventions/refusal.js';
import { ANA_EMAIL } from '../users/ana.js';
import { exampleRecord, recordId } from './example-record.js';

describe('assertUndoable', () => {
  const directory = openTestDirectory();

  it('accepts a change of which anything can be undone', () => {
    assertUndoable(directory, exampleRecord());
  });

  it('names the change and the reason, and how to see the record', () => {
    const hint = `To see the record: sf-admin history show ${recordId(1)}`;
    const creation = exampleRecord({ operation: 'users.create' });
    expect([
      refusal(() => {
        assertUndoable(directory, exampleRecord({ result: 'failed' }));
      }),
      refusal(() => {
        assertUndoable(directory, creation);
      }),
    ]).to.deep.equal([
      { code: 'NOT_UNDOABLE', message: `users set-attributes ${ANA_EMAIL} changed nothing`, hint },
      {
        code: 'NOT_UNDOABLE',
        message: `users create ${ANA_EMAIL} cannot be undone: undoing a creation would be a deletion, which is irreversible: sf-admin users delete`,
        hint,
      },
    ]);
  });
});

describe('assertSamePlace', () => {
  const ENDPOINT = 'http://127.0.0.1:9339';
  const SERVED = openTestDirectory({ context: { endpointUrl: ENDPOINT } });
  const refused = (directory = openTestDirectory(), record = exampleRecord()) =>
    refusal(() => {
      assertSamePlace(directory, record);
    });

  it('accepts a record of the same pool and endpoint', () => {
    assertSamePlace(openTestDirectory(), exampleRecord());
    assertSamePlace(SERVED, exampleRecord({ endpoint: ENDPOINT }));
  });

  it('accepts a record that was made at another of the addresses of AWS', () => {
    const addresses = [
      null,
      'https://cognito-idp-fips.us-east-1.amazonaws.com',
      'https://cognito-idp.us-east-1.api.aws',
    ];
    const directories = addresses.map((endpointUrl) =>
      openTestDirectory({ context: { kind: 'aws', ...(endpointUrl === null ? {} : { endpointUrl }) } }),
    );
    for (const directory of directories) {
      for (const endpoint of addresses) assertSamePlace(directory, exampleRecord({ endpoint }));
    }
    for (const endpointUrl of [ENDPOINT, 'https://example.com']) {
      expect(refused(directories[0], exampleRecord({ endpoint: endpointUrl })).code).to.equal('NOT_UNDOABLE');
    }
  });

  it('decides like the history which addresses are one endpoint, also for a recorded text that is no URL', () => {
    const addresses = [ENDPOINT, `${ENDPOINT}/`, 'HTTP://127.0.0.1:9339', `${ENDPOINT}/pools`, 'http://localhost:9339'];
    for (const endpointUrl of addresses) {
      const directory = openTestDirectory({ context: { endpointUrl } });
      const { isOwn } = historyStores(directory);
      for (const endpoint of [...addresses, 'not a URL', null]) {
        const record = exampleRecord({ endpoint });
        if (isOwn(record)) assertSamePlace(directory, record);
        else expect(refused(directory, record).code, `${endpointUrl} ${endpoint}`).to.equal('NOT_UNDOABLE');
      }
    }
    expect(historyStores(SERVED).isOwn(exampleRecord({ endpoint: `${ENDPOINT}/` }))).to.equal(true);
  });

  it('refuses a record of another pool, and names the flag to act on it', () => {
    expect(refused(undefined, exampleRecord({ poolId: 'eu-west-1_Other' }))).to.deep.equal({
      code: 'NOT_UNDOABLE',
      message: `record ${recordId(1)} belongs to user pool eu-west-1_Other, but context sandbox acts on ${SANDBOX_POOL_ID}`,
      hint: 'To act on that pool: --pool-id eu-west-1_Other',
    });
  });

  it('refuses a record of another endpoint, in either direction', () => {
    expect([refused(SERVED), refused(undefined, exampleRecord({ endpoint: ENDPOINT }))]).to.deep.equal([
      {
        code: 'NOT_UNDOABLE',
        message: `record ${recordId(1)} was made at another endpoint: AWS or the sandbox itself`,
        hint: 'Leave out --endpoint-url.',
      },
      {
        code: 'NOT_UNDOABLE',
        message: `record ${recordId(1)} was made at another endpoint: ${ENDPOINT}`,
        hint: `To act on that endpoint: --endpoint-url ${ENDPOINT}`,
      },
    ]);
  });
});
