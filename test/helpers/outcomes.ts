/** The outcomes in the JSON of a change: `{"context": {…}, "outcomes": […]}`. */
export function outcomesIn(stdout: string): readonly unknown[] {
  return (JSON.parse(stdout) as { outcomes: unknown[] }).outcomes;
}
