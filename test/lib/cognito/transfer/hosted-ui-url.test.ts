import { expect } from 'chai';

import { hostedUiUrl } from '../../../../src/lib/cognito/transfer/hosted-ui-url.js';
import type { Endpoint } from '../../../../src/lib/cognito/client/endpoint.js';
import { openTestDirectory } from '../../../helpers/directory.js';

describe('hostedUiUrl', () => {
  const { requestHandler: _, ...endpoint } = openTestDirectory().endpoint;
  const cases: [string, Partial<Endpoint>, { Domain?: string; CustomDomain?: string }, string | undefined][] = [
    ['is at AWS for a prefix', {}, { Domain: 'acme' }, 'https://acme.auth.us-east-1.amazoncognito.com/'],
    [
      'is the own domain of a pool that has both',
      {},
      { Domain: 'acme', CustomDomain: 'x.example' },
      'https://x.example/',
    ],
    [
      'is at AWS for an address of AWS',
      { url: 'https://cognito-idp.us-east-1.amazonaws.com' },
      { Domain: 'acme' },
      'https://acme.auth.us-east-1.amazoncognito.com/',
    ],
    [
      'has another name in GovCloud',
      { region: 'us-gov-west-1' },
      { Domain: 'acme' },
      'https://acme.auth-fips.us-gov-west-1.amazoncognito.com/',
    ],
    [
      "is the origin of an endpoint that is not AWS's",
      { url: 'http://127.0.0.1:4566/path' },
      { CustomDomain: 'x.example' },
      'http://127.0.0.1:4566/',
    ],
    ['is missing without a domain', { url: 'http://127.0.0.1:4566' }, {}, undefined],
    ['is missing with an empty one', {}, { Domain: '' }, undefined],
  ];
  for (const [title, further, pool, expected] of cases) {
    it(title, () => {
      const url = hostedUiUrl({ ...endpoint, region: 'us-east-1', ...further }, { Id: 'us-east-1_A', ...pool });
      expect(url?.href).to.equal(expected);
    });
  }
});
