/** Every value in an answer by its path, as JSON, in one order. Lists are values: to Cognito they are sets. */
export function leaves(value: object, prefix = ''): [path: string, value: string][] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]): [string, string][] => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (Array.isArray(member)) return member.length === 0 ? [] : [[path, JSON.stringify(member)]];
    if (typeof member !== 'object' || member === null || member instanceof Date) {
      return member === undefined ? [] : [[path, JSON.stringify(member)]];
    }
    return Object.keys(member).length === 0 ? [[path, '{}']] : leaves(member, path);
  });
}
