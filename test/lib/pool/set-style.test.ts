import { expect } from 'chai';

import { carryOut } from '../../../src/lib/changes/carry-out.js';
import { setStyle } from '../../../src/lib/pool/set-style.js';
import { undoChange } from '../../../src/lib/undo/undo-change.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { AGREED } from '../changes/agreement.js';
import { mockCognito } from '../cognito/cognito-mock.js';
import { withEndpoint } from '../cognito/fake-endpoint.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { openPool } from './settings/sandbox-pool.js';

const OPERATION = { operation: 'pool.apply' } as const;
const POOL = { Id: 'us-east-1_Sandbox01', Name: 'web' };

describe('setStyle', () => {
  const folder = temporaryFolder();

  it('sets the style sheet and removes it, and is undone unless it has changed since', async () => {
    const directory = openPool(folder.path('data'));
    const style = async () => (await directory.cognito.call('GetUICustomization', {})).UICustomization?.CSS;
    const set = async (css: string | null) => {
      const [outcome] = await carryOut(directory, [await setStyle(directory, css, OPERATION)], AGREED);
      return outcome!;
    };
    const undo = async (id: string, force: boolean) =>
      carryOut(directory, [await undoChange(directory, { id, force })], AGREED);

    const first = await set('.a {}');
    expect([first.changed, first.error, await style()]).to.deep.equal([true, undefined, '.a {}']);
    expect((await set('.a {}')).changed).to.equal(false);
    const second = await set('.b {}');
    expect((await rejection(undo(first.recordId!, false))).code).to.equal('CHANGED_UNDERNEATH');
    await undo(second.recordId!, false);
    expect(await style()).to.equal('.a {}');
    await set('.c {}');
    await undo(first.recordId!, true);
    expect(await style()).to.equal(undefined);
  });

  it('refuses settings that this SDK does not model, and writes nothing', () =>
    withEndpoint(
      ({ operation }) => ({
        json: operation === 'DescribeUserPool' ? { UserPool: POOL } : { UICustomization: { CSS: '.a {}', Future: 1 } },
      }),
      async (endpointUrl, seen) => {
        const directory = openTestDirectory({ dataFolder: folder.path('data'), context: { endpointUrl } });
        expect((await rejection(setStyle(directory, '.b {}', OPERATION))).code).to.equal('UNMODELLED_SETTING');
        expect(seen.map(({ operation }) => operation)).to.deep.equal(['DescribeUserPool', 'GetUICustomization']);
      },
    ));
});

describe('setStyle on a hosted UI with a logo', () => {
  const cognito = mockCognito();

  it('is refused, because an update may remove the logo', async () => {
    cognito.answer('DescribeUserPool', { UserPool: POOL });
    cognito.answer('GetUICustomization', { UICustomization: { CSS: '.a {}', ImageUrl: 'https://x.example/logo' } });
    const { code, message } = await rejection(setStyle(openTestDirectory(), '.b {}', OPERATION));
    expect([code, message]).to.deep.equal([
      'SETTING_CONFLICT',
      'the hosted UI of user pool web has a logo, which an update may remove',
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });
});
