/** A partition of AWS: regions that share their host names. */
interface Partition {
  /** Its name in ARNs. */
  readonly name: string;
  /** How the names of its regions start. Those of the standard partition have nothing in common. */
  readonly start: string;
  /** The ending of its host names. */
  readonly ending: string;
  /** The ending of its dual-stack host names. */
  readonly dualStackEnding: string;
  /** The ending of its consoles' host names; left out where AWS does not publish it. */
  readonly console?: string;
}

/** That of all other regions. */
const STANDARD: Partition = {
  name: 'aws',
  start: '',
  ending: 'amazonaws.com',
  dualStackEnding: 'api.aws',
  console: 'console.aws.amazon.com',
};

const OTHERS: readonly Partition[] = [
  {
    name: 'aws-cn',
    start: 'cn-',
    ending: 'amazonaws.com.cn',
    dualStackEnding: 'api.amazonwebservices.com.cn',
    console: 'console.amazonaws.cn',
  },
  {
    name: 'aws-eusc',
    start: 'eusc-',
    ending: 'amazonaws.eu',
    dualStackEnding: 'api.amazonwebservices.eu',
    console: 'console.amazonaws-eusc.eu',
  },
  { name: 'aws-iso-b', start: 'us-isob-', ending: 'sc2s.sgov.gov', dualStackEnding: 'api.aws.scloud' },
  { name: 'aws-iso-f', start: 'us-isof-', ending: 'csp.hci.ic.gov', dualStackEnding: 'api.aws.hci.ic.gov' },
  { name: 'aws-iso', start: 'us-iso-', ending: 'c2s.ic.gov', dualStackEnding: 'api.aws.ic.gov' },
  { name: 'aws-iso-e', start: 'eu-isoe-', ending: 'cloud.adc-e.uk', dualStackEnding: 'api.cloud-aws.adc-e.uk' },
  {
    name: 'aws-us-gov',
    start: 'us-gov-',
    ending: 'amazonaws.com',
    dualStackEnding: 'api.aws',
    console: 'console.amazonaws-us-gov.com',
  },
];

function partitionOf(region: string): Partition {
  return OTHERS.find(({ start }) => region.startsWith(start)) ?? STANDARD;
}

/** The second part of the ARNs of a region: `aws`, or the name of another partition. */
export function arnPartition(region: string): string {
  return partitionOf(region).name;
}

/** The host of the AWS console in a region; `undefined` in a partition whose console AWS does not document. */
export function consoleHost(region: string): string | undefined {
  const { console: ending } = partitionOf(region);
  return ending === undefined ? undefined : `${region}.${ending}`;
}

/** Regions of the standard partition whose FIPS host is also reached over IPv6. */
const FIPS_DUALSTACK = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'];

/** Which of AWS's hosts to use, as AWS's own configuration says it. */
export interface HostVariant {
  readonly fips?: boolean;
  readonly dualStack?: boolean;
}

/**
 * The host of Cognito in a region, for messages. A test compares it with the SDK's own rules, which are not used here
 * since messages must not have to load the SDK.
 */
export function cognitoHost(region: string, { fips = false, dualStack = false }: HostVariant = {}): string {
  const partition = partitionOf(region);
  const isSameHost = partition === STANDARD && (!fips || FIPS_DUALSTACK.includes(region));
  const ending = dualStack && !isSameHost ? partition.dualStackEnding : partition.ending;
  return `cognito-idp${fips ? '-fips' : ''}.${region}.${ending}`;
}

/**
 * The host of the OIDC issuer of a pool's tokens (API reference, IssuerConfigurationType).
 *
 * @param type the `Type` of the pool's `IssuerConfiguration`, if it has one
 */
export function issuerHost(region: string, type?: unknown): string {
  return `${type === 'UPDATED' ? 'issuer-' : ''}${cognitoHost(region)}`;
}

/**
 * Whether a URL is one of Cognito's or STS's at AWS: a regional host, also of FIPS, or one of a private VPC endpoint. Other
 * hosts of the same domains, such as API Gateway's and load balancers', belong to AWS's customers.
 */
export function isAwsUrl(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:') return false;
  return [STANDARD, ...OTHERS].some(({ ending, dualStackEnding }) =>
    [ending, dualStackEnding].some(
      (end) => hostname.endsWith(`.${end}`) && AWS_HOST.test(hostname.slice(0, -end.length - 1)),
    ),
  );
}

/** What is before the ending: `cognito-idp-fips.us-east-1`, `sts`, `vpce-0a1b-2c3d.cognito-idp.us-east-1.vpce`. */
const AWS_HOST =
  /^(?:(?:cognito-idp|sts)(?:-fips)?(?:\.[a-z]+(?:-[a-z]+)+-\d)?|vpce-[a-z0-9-]+\.(?:cognito-idp|sts)(?:-fips)?\.[a-z0-9-]+\.vpce)$/;
