/** A region as AWS names them, `us-east-1`. It becomes part of a host name, so nothing else may pass. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/.test(text);
}

export const REGION_EXPECTED = 'expected a region, such as us-east-1';
