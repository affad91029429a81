/** The user of a row of the files that are measured, in the order of their columns. */
export function userOf(row) {
  return {
    email: `user${row}@bulk.example`,
    tenantId: 'tenant_001',
    roles: 'itsm_agent',
    givenName: `User ${row}`,
  };
}

/** A CSV file of so many users to create. */
export function usersFile(rows) {
  const lines = Array.from({ length: rows }, (_, row) => `${Object.values(userOf(row)).join(',')}\n`);
  return `${Object.keys(userOf(0)).join(',')}\n${lines.join('')}`;
}
