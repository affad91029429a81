import { expect } from 'chai';

import { allowsHost } from '../../../src/lib/conventions/client-host.js';

describe('allowsHost', () => {
  const hosts = ['app.example.com', '*.tenant.example'];
  for (const [host, allowed] of [
    ['app.example.com', true],
    ['other.example.com', false],
    ['app.example.com.evil.example', false],
    ['one.tenant.example', true],
    ['a.b.tenant.example', true],
    ['tenant.example', false],
    ['x-tenant.example', false],
  ] as const) {
    it(`${allowed ? 'allows' : 'refuses'} ${host}`, () => {
      expect(allowsHost(host, hosts)).to.equal(allowed);
    });
  }
});
