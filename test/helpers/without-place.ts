/**
 * What was written to stderr after the line on where a change acts. Most tests are about the rest;
 * test/contract/place.test.ts is about the line. That of `sandbox serve`, with its app client, is another one.
 */
export function withoutPlace(stderr: string): string {
  return stderr.replace(/^(?:PROTECTED )?(?:context \S+: )?(?:a new )?user pool (?!.*app client).*\n/i, '');
}
