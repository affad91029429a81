/**
 * The URL that a text is, or undefined if it is none. Not by `URL.canParse`: once V8 has optimised it, Node 20 takes
 * letters such as ü for invalid text (20.20.2, after some thousand calls), so that a long run would refuse valid URLs.
 */
export function parsedUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** The value of a text of JSON; `undefined` if it is not JSON, which JSON itself cannot say. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
