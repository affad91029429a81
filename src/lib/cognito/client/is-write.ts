/** Whether an operation may change something. What is not known to read counts as a write. */
export function isWrite(operation: string): boolean {
  return !/^(?:Admin)?(?:Get|List|Describe)[A-Z]/.test(operation);
}
