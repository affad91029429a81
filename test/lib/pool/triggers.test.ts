import { expect } from 'chai';
import { TRIGGERS } from '../../../src/lib/pool/settings/trigger-settings.js';
import { listTriggers } from '../../../src/lib/pool/triggers.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { askedFor, openPool, set } from './settings/sandbox-pool.js';

const lambda = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

describe('listTriggers', () => {
  const folder = temporaryFolder();

  it('lists every trigger that pool set can change, and says of each what it does, when, and for which commands', async () => {
    const triggers = await listTriggers(openPool(folder.path('data')));
    expect(triggers.map(({ trigger }) => trigger)).to.deep.equal(Object.keys(TRIGGERS));
    for (const { trigger, purpose, runs, commands } of triggers) {
      expect([purpose, runs, commands], trigger).to.not.include('');
    }
  });

  it('lists the function of each, and the version of its event', async () => {
    const directory = openPool(folder.path('data'));
    const key = askedFor('sender-kms-key', 'arn:aws:kms:us-east-1:000000000000:key/1');
    await set(directory, [key, askedFor('custom-email-sender', `${lambda('Mail')}:live`)]);
    const attached = (await listTriggers(directory)).filter((trigger) => trigger.function !== null);
    expect(attached.map((trigger) => [trigger.trigger, trigger.function, trigger.eventVersion])).to.deep.equal([
      ['pre-sign-up', lambda('StackFlowCognitoPreSignUp'), null],
      ['post-confirmation', lambda('StackFlowCognitoPostConfirm'), null],
      ['pre-token-generation', lambda('StackFlowCognitoPreToken'), 'V1_0'],
      ['custom-email-sender', `${lambda('Mail')}:live`, 'V1_0'],
    ]);
  });
});
