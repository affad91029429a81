/** Whether an operation may change something: all but those that are named like a read. */
export function isWrite(operation: string): boolean {
  return !/^(?:(?:Admin)?(?:Get|List|Describe|Simulate)[A-Z]|Query$)/.test(operation);
}
