import { expect } from 'chai';
import fc from 'fast-check';
import { clientUrlWarnings, MAX_CLIENT_URLS, parseClientUrl } from '../../../src/lib/conventions/client-url.js';
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
    'com.example.app:callback',
    'myapp:callback?x=1',
    'myapp:cb/2024',
    'urn:ietf:wg:oauth:2.0:oob',
    'https://xn--mnchen-3ya.example/callback',
    'https://app.example.com/a,b;c',
    longest,
  ]) {
    it(`accepts ${url.slice(0, 60)} as typed, not normalised`, () => {
      expect(parseClientUrl(url)).to.equal(url);
    });
  }

  const OWN = 'Write https://HOST/PATH, or a scheme of your own app, such as myapp://callback';
  const WILDCARD = 'Cognito compares complete URLs: add each one. An asterisk itself is written as %2A';
  const RETYPE = 'Remove it, or type the text instead of pasting it';
  const refused: [url: string, fault: string, hint: string][] = [
    ['', 'is empty', 'Write a URL, such as https://app.example.com/callback'],
    ['app.example.com/cb', 'has no scheme', 'Write https://app.example.com/cb'],
    ['app.example.com:8443/cb', 'has no scheme', 'Write https://app.example.com:8443/cb'],
    ['localhost:callback', 'has no scheme', 'Write http://localhost:callback'],
    ['tenant-one:8443', 'has no scheme', OWN],
    ['myapp:', 'has no scheme', OWN],
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
    ['https://*.example.com/', 'has a wildcard', WILDCARD],
    ['https://app.example.com/*', 'has a wildcard', WILDCARD],
    ['https://app.example.com:*/cb', 'has a wildcard', WILDCARD],
    ['myapp://*', 'has a wildcard', WILDCARD],
    ...[',', ', ', ';', ' ', '|'].map((separator): [string, string, string] => [
      `https://a.com/cb${separator}https://b.com/cb`,
      'is several URLs',
      'Pass each URL as a separate argument',
    ]),
    ['https://a.com,myapp://cb', 'is several URLs', 'Pass each URL as a separate argument'],
    ['https://a.com,b.com', 'has a comma in its host', 'Pass each URL as a separate argument'],
    [
      'https://münchen.example:8443/cb?x',
      'has a host that is not in ASCII',
      'Write https://xn--mnchen-3ya.example:8443/cb?x',
    ],
    ['https://ａpp.example.com/ö', 'has a host that is not in ASCII', 'Write https://app.example.com/ö'],
    ['https://a.com:99999/', 'is not a URL', 'Check its host and port: https://HOST:PORT/PATH'],
    ['https://a b.com/', 'has a space', 'Remove it; inside a URL, a space is written as %20'],
    ['https://a.com/\n', 'has U+000A LINE FEED at position 15', RETYPE],
    ['https://a.com/\u200b', 'has U+200B ZERO WIDTH SPACE at position 15', RETYPE],
    ['https://a\u00a0.com/', 'has U+00A0 NO-BREAK SPACE at position 10', RETYPE],
    ['https://a.com/\u0000', 'has U+0000 NULL at position 15', RETYPE],
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
    const plain = webUrl.filter((url) => !/[*]|[,;].*:\/\//.test(url));
    fc.assert(fc.property(plain, (url) => parseClientUrl(` ${url} `) === url));
  });

  it('returns the same text or throws INVALID_URL for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const url = `http${text}`;
        try {
          expect(parseClientUrl(url)).to.equal(url.trim());
        } catch {
          expect(refusal(() => parseClientUrl(url)).code).to.equal('INVALID_URL');
        }
      }),
    );
  });
});

describe('parseClientUrl of a URL that was registered before', () => {
  const restored = (url: string) => parseClientUrl(url, { isRestored: true });

  it('accepts what Cognito accepts, although no application can send it', () => {
    for (const url of [
      'https://app.example.com/*',
      'https://münchen.example/cb',
      'https://a.com/cb;https://b.com/cb',
    ]) {
      expect(restored(url)).to.equal(url);
      expect(refusal(() => parseClientUrl(url)).code).to.equal('INVALID_URL');
    }
  });

  it("refuses what breaks Cognito's rules", () => {
    for (const url of ['http://app.example.com/', 'https://app.example.com/#x', '/callback', 'https://a b.com/']) {
      expect(refusal(() => restored(url)).code).to.equal('INVALID_URL');
    }
  });
});

describe('clientUrlWarnings', () => {
  const BASE = 'https://app.example.com/callback';
  const twins: [url: string, registered: string][] = [
    [`${BASE}/`, BASE],
    [BASE, `${BASE}/`],
    ['https://app.example.com', 'https://app.example.com/'],
    ['https://app.example.com:443/callback', BASE],
    ['https://App.Example.com/callback', BASE],
    [BASE, 'HTTPS://APP.example.com:443/callback/'],
    ['http://localhost:80/cb', 'http://localhost/cb'],
    [`${BASE}/?x=1`, `${BASE}?x=1`],
    ['myapp://cb/', 'myapp://cb'],
  ];
  for (const [url, registered] of twins) {
    it(`says that ${url} and ${registered} look alike`, () => {
      expect(clientUrlWarnings(url, ['https://other.example.com/', url, registered])).to.deep.equal([
        `${url} and ${registered} differ only in capital letters, the default port or a slash at the end. ` +
          'Cognito compares every character: keep the one that the application sends.',
      ]);
    });
  }

  for (const [url, usual] of [
    ['https://App.Example.com/CallBack', 'https://app.example.com/CallBack'],
    ['https://app.example.com:443', 'https://app.example.com'],
    ['HTTP://localhost:80/x', 'http://localhost/x'],
    ['https://%61pp.example.com/', 'https://app.example.com/'],
  ] as const) {
    it(`says that a browser writes ${url} as ${usual}`, () => {
      expect(clientUrlWarnings(url, [url])).to.deep.equal([
        `A browser writes ${url} as ${usual}. Cognito compares every character: check what the application sends.`,
      ]);
    });
  }

  it('says nothing about URLs that are plainly different', () => {
    const urls = [
      BASE,
      `${BASE}2`,
      `${BASE}?x=1`,
      `${BASE}?x?1`,
      `${BASE}?x?2`,
      'https://app.example.com/Callback',
      'https://app.example.com:8443/callback',
    ];
    const others = [
      'myapp://callback',
      'MyApp:cb',
      'http://localhost:3000/callback',
      'https://app.example.org/callback',
      'no URL',
    ];
    for (const url of [...urls, ...others]) expect(clientUrlWarnings(url, [...urls, ...others])).to.deep.equal([]);
  });
});

describe('MAX_CLIENT_URLS', () => {
  it('is the maximum of Cognito', () => {
    expect(MAX_CLIENT_URLS).to.equal(100);
  });
});
