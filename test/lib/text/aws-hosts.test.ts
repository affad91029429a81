import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import { cognitoHost, isAwsUrl } from '../../../src/lib/text/aws-hosts.js';

/** A region of every partition, and those that have rules of their own. */
const REGIONS = [
  ...[
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'eu-west-1',
    'mx-central-1',
    'us-gov-west-1',
    'us-gov-east-1',
  ],
  ...['cn-north-1', 'us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'us-isof-south-1', 'eusc-de-east-1'],
];
const VARIANTS = [false, true].flatMap((fips) => [false, true].map((dualStack) => ({ fips, dualStack })));
const CASES = REGIONS.flatMap((region) => VARIANTS.map((variant) => ({ region, variant })));

describe('the hosts of Cognito', () => {
  const { endpointProvider } = new CognitoIdentityProviderClient({ region: 'us-east-1' }).config;

  it('are those that the SDK calls, in every partition, with FIPS and dual stack', () => {
    const ours = CASES.map(({ region, variant }) => `https://${cognitoHost(region, variant)}`);
    const theirs = CASES.map(
      ({ region, variant: { fips, dualStack } }) =>
        endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualStack }).url.origin,
    );
    expect(ours).to.deep.equal(theirs);
  });

  it('are at AWS, as are those of STS and of private VPC endpoints', () => {
    const urls = [
      ...CASES.map(({ region, variant }) => `https://${cognitoHost(region, variant)}`),
      'https://cognito-idp.us-east-1.amazonaws.com:443/',
      'https://sts.amazonaws.com',
      'https://sts-fips.us-gov-west-1.amazonaws.com',
      'https://vpce-0a1b2c3d-4e5f.cognito-idp.us-east-1.vpce.amazonaws.com',
    ];
    expect(urls.filter((url) => !isAwsUrl(url))).to.deep.equal([]);
  });

  it('are not at AWS if they belong to a customer of AWS, or only look like it', () => {
    const urls = [
      'http://cognito-idp.us-east-1.amazonaws.com',
      'https://a1b2c3.execute-api.us-east-1.amazonaws.com',
      'https://cognito-idp.us-east-1.elb.amazonaws.com',
      'https://vpce-0a1b.vpce-svc-2c3d.us-east-1.vpce.amazonaws.com',
      'https://cognito-idp.us-east-1.amazonaws.com.example.com',
      'https://cognito-idp.us-east-1.amazonaws.example',
      'https://evil.cognito-idp.us-east-1.amazonaws.com',
      'https://cognito-idp.us-east-1.amazonaws.com@evil.example/',
      'https://xamazonaws.com',
      'https://127.0.0.1:9229',
    ];
    expect(urls.filter(isAwsUrl)).to.deep.equal([]);
  });
});
