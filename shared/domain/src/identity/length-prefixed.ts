/**
 * Joins parts so that no two lists of parts give the same bytes: each is preceded by its length
 * (4 bytes, big endian). Without it, user `ab` + key `c` would hash like user `a` + key `bc`.
 */
export function lengthPrefixed(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.byteLength);
      return [length, bytes];
    }),
  );
}
