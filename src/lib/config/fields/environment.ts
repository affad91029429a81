/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable's value. An empty one counts as unset, as for every AWS tool. */
export function variable(env: Environment, name: string): string | undefined {
  const value = env[name];
  return value === undefined || value === '' ? undefined : value;
}
