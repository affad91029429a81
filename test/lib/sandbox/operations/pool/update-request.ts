/** Members of a description that UpdateUserPool does not have. */
const ANSWER_ONLY = [
  ...['Id', 'Name', 'Arn', 'CreationDate', 'LastModifiedDate', 'SchemaAttributes', 'EstimatedNumberOfUsers'],
  ...['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration', 'Domain', 'CustomDomain'],
];

/** The request of UpdateUserPool that sends a whole description back, as JSON. */
export function updateRequest(pool: Record<string, unknown>): Record<string, unknown> {
  const { UnusedAccountValidityDays: _, ...AdminCreateUserConfig } = pool.AdminCreateUserConfig as object & {
    UnusedAccountValidityDays?: number;
  };
  const settings = Object.entries(pool).filter(([name]) => !ANSWER_ONLY.includes(name));
  return { ...Object.fromEntries(settings), PoolName: pool.Name, AdminCreateUserConfig };
}
