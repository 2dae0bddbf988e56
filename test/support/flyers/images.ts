const filled = (head: readonly number[], size: number): Buffer =>
  Buffer.concat([Buffer.from(head), Buffer.alloc(Math.max(0, size - head.length), 7)]);

/** The smallest that pass for images: their first bytes, and as many more as wished. */
export const png = (size = 64): Buffer =>
  filled([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], size);
export const jpeg = (size = 64): Buffer => filled([0xff, 0xd8, 0xff, 0xe0], size);
export const webp = (size = 64): Buffer => filled([...Buffer.from('RIFF\0\0\0\0WEBPVP8 ')], size);
export const page = (): Buffer => Buffer.from('<!doctype html><script>alert(1)</script>');
