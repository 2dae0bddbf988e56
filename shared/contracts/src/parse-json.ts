/**
 * The value that a JSON text holds, or undefined for a text that is not JSON (no JSON text holds
 * undefined). It does not throw the parser's own error, which quotes the text.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
