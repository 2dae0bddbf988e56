/** Node's flat list of header names and values as a record with lower-case names. */
export const lowerCaseHeaders = (rawHeaders: readonly string[]): Record<string, string> => {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? '']);
  }
  return commaJoined(pairs);
};

/** Repeated names have their values joined by a comma: payload 2.0 has no lists. */
export const commaJoined = (pairs: Iterable<readonly [string, string]>): Record<string, string> => {
  const joined = new Map<string, string>();
  for (const [name, value] of pairs) {
    const earlier = joined.get(name);
    joined.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return Object.fromEntries(joined);
};
