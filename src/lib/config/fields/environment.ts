/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable. An empty one counts as unset, as for every AWS tool. */
export function variable(env: Environment, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}
