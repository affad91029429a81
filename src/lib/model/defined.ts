/** The same object without the keys whose value is `undefined`. */
export function defined<T extends object>(fields: T): Defined<T> {
  // A loop, since a run calls this dozens of times for each row.
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(fields) as (keyof T & string)[]) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept as Defined<T>;
}

type Defined<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};
