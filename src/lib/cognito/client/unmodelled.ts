/**
 * What the service sent and the SDK did not keep, as it was sent, by path: `FutureSetting`, `RefreshTokenRotation.Mode`. To
 * the service, null means absent.
 *
 * @param sent a part of the answer's JSON: see `Cognito.callRaw`
 * @param kept the same part of the SDK's output
 */
export function unmodelled(sent: unknown, kept: unknown): Record<string, unknown> {
  return Object.fromEntries(dropped(sent, kept, ''));
}

function dropped(sent: unknown, kept: unknown, path: string): [path: string, value: unknown][] {
  if (sent === null) return [];
  // A number that would be rounded is text in what was sent: see `addCallMiddleware`.
  if (kept === undefined || (typeof sent === 'string' && typeof kept === 'number')) return [[path, sent]];
  if (Array.isArray(sent)) {
    // The SDK removes nulls from lists, so later items move up.
    const items: readonly unknown[] = Array.isArray(kept) ? kept.filter(isSet) : [];
    return sent.filter(isSet).flatMap((item, index) => dropped(item, items[index], `${path}[${index}]`));
  }
  if (!isRecord(sent) || kept instanceof Date) return [];
  const known = isRecord(kept) ? kept : {};
  return Object.entries(sent).flatMap(([name, value]) =>
    // A setting may be named like a member that every object has, such as constructor.
    dropped(value, Object.hasOwn(known, name) ? known[name] : undefined, path === '' ? name : `${path}.${name}`),
  );
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** Whether a value of an answer's JSON is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
