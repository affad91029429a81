/**
 * The address of an endpoint: whole, of http or https, and without a user name or password, which requests would
 * carry to it and messages would show.
 */
export function isEndpointUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && username === '' && password === '';
}

export const ENDPOINT_EXPECTED =
  'expected a URL of http or https without a user name, such as http://127.0.0.1:9339';
