/**
 * What was written to stderr after the line on where a change acts. Most tests are about the rest;
 * test/contract/place.test.ts is about the line.
 */
export function withoutPlace(stderr: string): string {
  return stderr.replace(
    /^(?:PROTECTED )?(?:context \S+: user pool .*|user pool \S+(?:, (?:account|region|endpoint|tenant) .*)?)\n/i,
    '',
  );
}
