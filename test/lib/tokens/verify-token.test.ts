import { expect } from 'chai';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose';

import { AdminError } from '../../../src/lib/errors.js';
import { type Expected, parseToken, tokenFaults, type TokenUse } from '../../../src/lib/tokens/verify-token.js';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

const NOW = new Date('2026-03-01T12:00:00.000Z');
const SECONDS = NOW.getTime() / 1000;
const POOL = 'us-east-1_Sandbox01';
const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`;
const CLIENT = 'client01';
const ID: JWTPayload = { iss: ISSUER, aud: CLIENT, token_use: 'id', iat: SECONDS - 60, exp: SECONDS + 3600 };
const { aud: _, ...WITHOUT_AUDIENCE } = ID;
const ACCESS: JWTPayload = { ...WITHOUT_AUDIENCE, client_id: CLIENT, token_use: 'access' };

describe('tokenFaults', () => {
  let own: Key;
  let foreign: Key;
  let keys: JSONWebKeySet;
  before(async () => {
    const pair = await generateKeyPair('RS256');
    own = pair.privateKey;
    foreign = (await generateKeyPair('RS256')).privateKey;
    keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' }] };
  });

  const signed = (claims: JWTPayload, key = own, kid = 'own'): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
  /** With the header and the claims given, whatever they say, and a signature that is none. */
  const forged = (header: object, claims: object, signature = ''): string =>
    [...[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), signature].join('.');

  function faultsOf(token: string, expected: Partial<Expected> = {}) {
    const all = { poolId: POOL, issuers: [ISSUER], keys, clientId: CLIENT, now: NOW, ...expected };
    return tokenFaults(parseToken(token), all);
  }

  const cases: Readonly<Record<string, [token: () => Promise<string> | string, faults: string[][], use?: TokenUse]>> = {
    'a valid ID token': [() => signed(ID), [], 'id'],
    'a valid access token': [() => signed(ACCESS), [], 'access'],
    'an expired token': [
      () => signed({ ...ID, exp: SECONDS }),
      [['expired', 'The token expired at 2026-03-01T12:00:00.000Z (0s ago).']],
    ],
    'a token without an expiry': [
      () => signed({ ...ID, exp: undefined }),
      [['expired', 'The token does not say when it expires.']],
    ],
    'a token of tomorrow': [
      () => signed({ ...ID, nbf: SECONDS + 60 }),
      [['not-yet-valid', 'The token is not valid before 2026-03-01T12:01:00.000Z (in 1m).']],
    ],
    'a token whose first time is invalid': [
      () => signed({ ...ID, nbf: 'tomorrow' as never }),
      [['not-yet-valid', 'The time from which the token is valid cannot be read.']],
    ],
    'a token of another issuer': [
      () => signed({ ...ID, iss: 'https://accounts.example.com' }),
      [['issuer', `The token was issued by "https://accounts.example.com", not by ${ISSUER}.`]],
    ],
    "another pool's token": [
      () => signed({ ...ID, iss: ISSUER.replace('Sandbox01', 'Other0001') }, foreign, 'theirs'),
      [
        ['key', `The token is signed with key "theirs", which user pool ${POOL} does not have.`],
        ['issuer', `The token was issued by user pool us-east-1_Other0001, not by ${POOL}.`],
      ],
    ],
    'an ID token for another app client': [
      () => signed({ ...ID, aud: 'other' }),
      [['client', 'The token is for app client "other", not for client01.']],
    ],
    'an ID token for several audiences': [
      () => signed({ ...ID, aud: [CLIENT, 'other'] }),
      [
        [
          'client',
          'The token is for app client "[\\"client01\\",\\"other\\"]", not for client01.'.replaceAll('\\"', '"'),
        ],
      ],
    ],
    'an access token of another app client, whatever its audience': [
      () => signed({ ...ACCESS, client_id: 'other', aud: CLIENT }),
      [['client', 'The token is for app client "other", not for client01.']],
    ],
    'an access token where an ID token is meant': [
      () => signed(ACCESS),
      [['token-use', 'It is an access token, not an ID token.']],
      'id',
    ],
    'an ID token where an access token is meant': [
      () => signed(ID),
      [['token-use', 'It is an ID token, not an access token.']],
      'access',
    ],
    'a token for something else': [
      () => signed({ ...ID, token_use: 'refresh' }),
      [['token-use', 'It is neither an ID token nor an access token: its token_use is "refresh".']],
    ],
    'alg: none': [
      () => forged({ alg: 'none', kid: 'own' }, ID),
      [['algorithm', 'The token says that it is signed with "none", not with RS256.']],
    ],
    'HS256, with the public key as the secret': [
      () => new SignJWT(ID).setProtectedHeader({ alg: 'HS256', kid: 'own' }).sign(Buffer.from(JSON.stringify(keys))),
      [['algorithm', 'The token says that it is signed with "HS256", not with RS256.']],
    ],
    'a foreign key of an unknown name': [
      () => signed(ID, foreign, 'foreign'),
      [['key', `The token is signed with key "foreign", which user pool ${POOL} does not have.`]],
    ],
    'a foreign key under the name of the own': [
      () => signed(ID, foreign),
      [['signature', 'The signature is wrong: the token was altered, or signed with another key of the same name.']],
    ],
    'a token that was cut off in its signature': [
      async () => (await signed(ID)).slice(0, -40),
      [['signature', 'The token was cut off: its signature has 226 of 256 bytes.']],
    ],
    'claims that were altered': [
      async () => {
        const parts = (await signed(ID)).split('.');
        const claims = Buffer.from(JSON.stringify({ ...ID, 'custom:role': 'super_admin' })).toString('base64url');
        return [parts[0], claims, parts[2]].join('.');
      },
      [['signature', 'The signature is wrong: the token was altered, or signed with another key of the same name.']],
    ],
    'a token that has everything wrong': [
      () => forged({}, {}),
      [
        ['algorithm', 'The token says that it is signed with nothing, not with RS256.'],
        ['issuer', `The token was issued by nothing, not by ${ISSUER}.`],
        ['token-use', 'It is neither an ID token nor an access token: its token_use is nothing.'],
        ['client', 'The token is for app client nothing, not for client01.'],
        ['expired', 'The token does not say when it expires.'],
      ],
    ],
  };

  for (const [name, [token, faults, use]] of Object.entries(cases)) {
    it(`names what is wrong with ${name}`, async () => {
      const found = await faultsOf(await token(), { use });
      expect(found.map(({ rule, found: text }) => [rule, text])).to.deep.equal(faults);
    });
  }

  it('takes any app client if none is expected, and each of several issuers', async () => {
    const token = await signed({ ...ID, aud: 'other' });
    expect(await faultsOf(token, { clientId: undefined, issuers: ['https://other.example', ISSUER] })).to.deep.equal(
      [],
    );
  });

  it('takes no key that is too short, or that is none', async () => {
    const token = await signed(ID);
    const rulesWith = async (n: string) =>
      (await faultsOf(token, { keys: { keys: [{ kty: 'RSA', kid: 'own', alg: 'RS256', n, e: 'Aw' }] } })).map(
        ({ rule }) => rule,
      );
    expect([await rulesWith('short'), await rulesWith('')]).to.deep.equal([['key'], ['key']]);
  });
});

describe('parseToken', () => {
  const SECRET = 'some-secret-token';

  for (const [name, text, problem] of [
    ['an opaque token', SECRET, 'is not a JWT'],
    ['an encrypted one', [SECRET, '', SECRET, SECRET, SECRET].join('.'), 'is a refresh token'],
    ['a token without its signature', `${btoa('{}')}.${SECRET}`, 'is not a complete JWT'],
    ['claims that are no JSON', `e30.${SECRET}.${SECRET}`, 'is not a complete JWT'],
    ['claims that are no object', `e30.${Buffer.from('[]').toString('base64url')}.${SECRET}`, 'is not a complete JWT'],
    ['a header with other characters', `e3%30.e30.${SECRET}`, 'is not a complete JWT'],
  ] as const) {
    it(`refuses ${name}, and does not show it`, () => {
      let error: unknown;
      try {
        parseToken(text);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).to.be.instanceOf(AdminError);
      const { code, message, hint } = error as AdminError;
      expect(code).to.equal('INVALID_TOKEN');
      expect(message).to.include(problem);
      expect(`${message}${hint ?? ''}`).not.to.include(SECRET);
    });
  }
});
