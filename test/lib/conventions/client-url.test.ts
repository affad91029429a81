import { expect } from 'chai';
import fc from 'fast-check';
import { MAX_CLIENT_URLS, parseClientUrl } from '../../../src/lib/conventions/client-url.js';
import { refusal } from './refusal.js';

const longest = `https://app.example.com/${'a'.repeat(1000)}`;

describe('parseClientUrl', () => {
  for (const url of [
    'https://app.example.com/callback',
    'https://App.Example.com:8443/a/../b?x=1&y=%20#'.slice(0, -1),
    'https://app.example.com',
    'https://[2001:db8::1]/callback',
    'http://localhost:3000/callback',
    'http://localhost',
    'http://LOCALHOST/x',
    'http://127.0.0.1:8080/',
    'http://[::1]:9/x?y',
    'https://localhost/x',
    'myapp://callback',
    'myapp://',
    'com.example.app:/oauth2redirect',
    longest,
  ]) {
    it(`accepts ${url.slice(0, 60)} as typed, not normalised`, () => {
      expect(parseClientUrl(url)).to.equal(url);
    });
  }

  const OWN = 'Write https://HOST/PATH, or a scheme of your own app, such as myapp://callback';
  const refused: [url: string, fault: string, hint: string][] = [
    ['', 'is empty', 'Write a URL, such as https://app.example.com/callback'],
    ['app.example.com/cb', 'has no scheme', 'Write https://app.example.com/cb'],
    ['app.example.com:8443/cb', 'has no scheme', 'Write https://app.example.com:8443/cb'],
    ['//app.example.com/cb', 'has no scheme', 'Write https://app.example.com/cb'],
    ['localhost:3000/cb', 'has no scheme', 'Write http://localhost:3000/cb'],
    ['127.0.0.1/cb', 'has no scheme', 'Write http://127.0.0.1/cb'],
    ['[::1]:80/cb', 'has no scheme', 'Write http://[::1]:80/cb'],
    ['/callback', 'has no scheme', OWN],
    ['c:/callback', 'has no scheme', OWN],
    ['callback', 'has no scheme', OWN],
    [
      'https://app.example.com/cb#top',
      'has a fragment',
      'Remove the # and the text after it: Cognito refuses fragments',
    ],
    ['https://app.example.com/cb#', 'has a fragment', 'Remove the # and the text after it: Cognito refuses fragments'],
    ['myapp://cb#x', 'has a fragment', 'Remove the # and the text after it: Cognito refuses fragments'],
    ['http://app.example.com/cb', 'uses http, which is allowed only for localhost', 'Use https'],
    ['http://localhost.evil.com/', 'uses http, which is allowed only for localhost', 'Use https'],
    ['http://127.0.0.2/', 'uses http, which is allowed only for localhost', 'Use https'],
    ['http://127.1/', 'uses http, which is allowed only for localhost', 'Use https'],
    ['http://2130706433/', 'uses http, which is allowed only for localhost', 'Use https'],
    ['HTTP://example.com/', 'uses http, which is allowed only for localhost', 'Use https'],
    ['http://localhost@evil.com/', 'has a user name before its host', 'Remove the @ and the text before it'],
    ['https://user:pw@evil.com/', 'has a user name before its host', 'Remove the @ and the text before it'],
    ['https://evil.com\\@good.com/', 'has a backslash', 'Use / instead'],
    ['https:/app.example.com', 'has no // after https:', 'Write https://app.example.com'],
    ['https:app.example.com', 'has no // after https:', 'Write https://app.example.com'],
    ['https:///callback', 'has no host', 'Write https://HOST/PATH'],
    ['https://', 'has no host', 'Write https://HOST/PATH'],
    ['https://:443/cb', 'has no host', 'Write https://HOST/PATH'],
    ['https://*.example.com/', 'has a wildcard', 'Cognito compares complete URLs: add one URL for each host'],
    ['https://a.com,https://b.com', 'has a comma in its host', 'Pass each URL as a separate argument'],
    ['https://a.com:99999/', 'is not a URL', 'Check its host and port: https://HOST:PORT/PATH'],
    ['https://a b.com/', 'has a space or an invisible character', 'Remove it; inside a URL, a space is written as %20'],
    [' https://a.com/', 'has a space or an invisible character', 'Remove it; inside a URL, a space is written as %20'],
    ['https://a.com/\n', 'has a space or an invisible character', 'Remove it; inside a URL, a space is written as %20'],
    [
      'https://a.com/\u200b',
      'has a space or an invisible character',
      'Remove it; inside a URL, a space is written as %20',
    ],
    [
      'https://a.com/\u0000',
      'has a space or an invisible character',
      'Remove it; inside a URL, a space is written as %20',
    ],
    [`${longest}a`, 'has 1025 characters', 'Cognito accepts at most 1024 characters'],
  ];
  for (const [url, fault, hint] of refused) {
    it(`refuses ${JSON.stringify(url.slice(0, 40))}: it ${fault}`, () => {
      const { code, message, hint: said } = refusal(() => parseClientUrl(url));
      expect({ code, fault: message.replace(/^URL ".*" /, ''), hint: said }).to.deep.equal({
        code: 'INVALID_URL',
        fault,
        hint,
      });
    });
  }

  for (const url of [
    'javascript:alert(1)',
    'JavaScript://x/%0aalert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'mailto:a@b.c',
    'ws://a.com',
  ]) {
    it(`refuses ${url}, whose scheme does not open an application`, () => {
      const { code, message } = refusal(() => parseClientUrl(url));
      expect({ code, message }).to.deep.equal({
        code: 'INVALID_URL',
        message: `URL "${url}" uses the scheme ${url.slice(0, url.indexOf(':')).toLowerCase()}`,
      });
    });
  }

  it('accepts every https URL without a fragment, byte for byte', () => {
    const webUrl = fc.webUrl({ validSchemes: ['https'], withQueryParameters: true });
    fc.assert(fc.property(webUrl, (url) => parseClientUrl(url) === url));
  });

  it('returns the same text or throws INVALID_URL for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const url = `http${text}`;
        try {
          expect(parseClientUrl(url)).to.equal(url);
        } catch {
          expect(refusal(() => parseClientUrl(url)).code).to.equal('INVALID_URL');
        }
      }),
    );
  });
});

describe('MAX_CLIENT_URLS', () => {
  it('is the maximum of Cognito', () => {
    expect(MAX_CLIENT_URLS).to.equal(100);
  });
});
