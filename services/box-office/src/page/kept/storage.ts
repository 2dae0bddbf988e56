/** Names of what this page keeps begin with this: other pages of the same origin keep things too. */
const PREFIX = 'willcall.';

/** Used where the browser lets nothing be kept, e.g. in some private windows. It ends with the page. */
const memory = new Map<string, string>();

/** Reads what was kept over a reload or a closed tab. Undefined if there is nothing, or nothing of this form. */
export function readKept<T>(name: string, isValid: (value: unknown) => value is T): T | undefined {
  try {
    const text = localStorage.getItem(PREFIX + name) ?? memory.get(name);
    const value: unknown = text == null ? undefined : JSON.parse(text);
    return isValid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value as JSON, or forgets it if it is undefined. */
export function keep(name: string, value: unknown): void {
  if (value === undefined) memory.delete(name);
  else memory.set(name, JSON.stringify(value));
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // It is in memory.
  }
}
