/** The endings of AWS's host names: the start of a region's name, then its ending, and that of its dual-stack hosts. */
const PARTITIONS = [
  ['cn-', 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'],
  ['eusc-', 'amazonaws.eu', 'api.amazonwebservices.eu'],
  ['us-isob-', 'sc2s.sgov.gov', 'api.aws.scloud'],
  ['us-isof-', 'csp.hci.ic.gov', 'api.aws.hci.ic.gov'],
  ['us-iso-', 'c2s.ic.gov', 'api.aws.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'],
  ['us-gov-', 'amazonaws.com', 'api.aws'],
  // All others. Last, since every region starts with nothing.
  ['', 'amazonaws.com', 'api.aws'],
] as const;

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
  const [prefix, single, dual] = PARTITIONS.find(([start]) => region.startsWith(start)) ?? PARTITIONS[7];
  const isSameHost = prefix === '' && (!fips || FIPS_DUALSTACK.includes(region));
  return `cognito-idp${fips ? '-fips' : ''}.${region}.${dualStack && !isSameHost ? dual : single}`;
}

/**
 * Whether a URL is one of Cognito's or STS's at AWS: a regional host, also of FIPS, or one of a private VPC endpoint. Other
 * hosts of the same domains, such as API Gateway's and load balancers', belong to AWS's customers.
 */
export function isAwsUrl(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:') return false;
  return PARTITIONS.some(([, ...endings]) =>
    endings.some((ending) => hostname.endsWith(`.${ending}`) && AWS_HOST.test(hostname.slice(0, -ending.length - 1))),
  );
}

/** What is before the ending: `cognito-idp-fips.us-east-1`, `sts`, `vpce-0a1b-2c3d.cognito-idp.us-east-1.vpce`. */
const AWS_HOST =
  /^(?:(?:cognito-idp|sts)(?:-fips)?(?:\.[a-z]+(?:-[a-z]+)+-\d)?|vpce-[a-z0-9-]+\.(?:cognito-idp|sts)(?:-fips)?\.[a-z0-9-]+\.vpce)$/;
