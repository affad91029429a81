/** Variables of AWS and of proxies. */
const FOREIGN = /^(?:AWS_(?!SDK_JS_)|(?:https?|all|no)_proxy$)/i;

/**
 * Removes AWS's environment variables, and those of proxies, for the tests of the suite that calls this, except those
 * that a test sets, and restores them afterwards.
 */
export function awsEnvironment(): { readonly set: (variables: Readonly<Record<string, string>>) => void } {
  let before: NodeJS.ProcessEnv = {};
  const clear = () => {
    for (const name of Object.keys(process.env)) {
      if (FOREIGN.test(name)) Reflect.deleteProperty(process.env, name);
    }
  };
  beforeEach(() => {
    before = { ...process.env };
    clear();
    // Ignore this machine's AWS configuration, and do not look for an instance's role.
    process.env.AWS_CONFIG_FILE = '/dev/null';
    process.env.AWS_SHARED_CREDENTIALS_FILE = '/dev/null';
    process.env.AWS_EC2_METADATA_DISABLED = 'true';
  });
  afterEach(() => {
    clear();
    Object.assign(process.env, before);
  });
  return { set: (variables) => Object.assign(process.env, variables) };
}

/** Invented credentials. */
export const EXAMPLE_KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00',
  AWS_SECRET_ACCESS_KEY: 'an-example-and-no-secret',
};
