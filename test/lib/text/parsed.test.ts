import { expect } from 'chai';
import { parsedUrl } from '../../../src/lib/text/parsed.js';

describe('parsedUrl', () => {
  it('is the URL, or undefined for another text', () => {
    expect([parsedUrl('https://a.example/b')?.host, parsedUrl('a.example/b'), parsedUrl('')]).to.deep.equal([
      'a.example',
      undefined,
      undefined,
    ]);
  });

  it('reads letters that are not ASCII, however often it was called before', () => {
    // URL.canParse of Node 20 is optimised after some thousand calls, and then refuses them.
    for (let call = 0; call < 20_000; call++) {
      expect(parsedUrl('https://münchen.example')?.host).to.equal('xn--mnchen-3ya.example');
    }
  });
});
