import { expect } from 'chai';

import { DEFAULT_PLATFORM, platformOf } from '../../../src/lib/config/platform.js';
import { contextFromSettings } from '../../../src/lib/config/file/context-from-settings.js';

describe('platformOf', () => {
  it('has the names of the file, and for each that is left out that of the built-in context or of StackFlow', () => {
    const context = contextFromSettings('stackflow', { platform: { sender: 'mail@copy.example', warmerMinutes: 3 } });
    expect(platformOf(context)).to.deep.equal({
      ...DEFAULT_PLATFORM,
      domain: 'stackflow-identity-373544523367',
      sender: 'mail@copy.example',
      warmerMinutes: 3,
    });
  });
});
