/** The names under which this page keeps something begin with this, because other pages of its origin keep things too. */
const PREFIX = 'willcall.';

/** Holds what the browser refuses to keep, e.g. in some private windows. It ends with the page. */
const memory = new Map<string, string>();

/** Reads what was kept over a reload or a closed tab. Undefined if there is nothing, or nothing of this form. */
export function readKept<T>(name: string, isValid: (value: unknown) => value is T): T | undefined {
  try {
    const text = memory.get(name) ?? localStorage.getItem(PREFIX + name);
    const value: unknown = text === null ? undefined : JSON.parse(text);
    return isValid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value as JSON, or forgets it if it is undefined. */
export function keep(name: string, value: unknown): void {
  memory.delete(name);
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    if (value !== undefined) memory.set(name, JSON.stringify(value));
  }
}

/** Calls a function whenever another tab may have changed what is kept under a name. */
export function watchKept(name: string, onChange: () => void): void {
  window.addEventListener('storage', ({ key }) => {
    // Without a key, everything was removed.
    if (key === PREFIX + name || key === null) onChange();
  });
  // A tab that Back brings out of the browser's cache has missed the changes.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) onChange();
  });
}
