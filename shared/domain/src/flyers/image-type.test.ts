import { expect, it } from 'vitest';
import { IMAGE_SIGNATURE_BYTES, imageType } from './image-type.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const ascii = (text: string) => [...Buffer.from(text, 'latin1')];

it.each([
  ['a PNG', [...PNG, 0, 0, 0, 13], 'image/png'],
  ['a JPEG of a camera', [0xff, 0xd8, 0xff, 0xe1, 0x12, 0x34], 'image/jpeg'],
  ['a JPEG of the web', [0xff, 0xd8, 0xff, 0xe0], 'image/jpeg'],
  ['a WebP of any length', [...ascii('RIFF'), 1, 2, 3, 4, ...ascii('WEBP')], 'image/webp'],
  ['a WebP with more behind', ascii('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
  ['nothing', [], undefined],
  ['a PNG cut short', PNG.slice(0, 7), undefined],
  [
    'a PNG whose line ends were changed on the way',
    [0x89, 0x50, 0x4e, 0x47, 0x0a, 0x1a, 0x0a, 0],
    undefined,
  ],
  ['the start of a JPEG and no marker', [0xff, 0xd8, 0x00], undefined],
  ['a WAV, which is RIFF too', ascii('RIFF\0\0\0\0WAVE'), undefined],
  ['a WebP cut short', ascii('RIFF\0\0\0\0WEB'), undefined],
  ['a GIF', ascii('GIF89a'), undefined],
  ['an SVG', ascii('<svg xmlns="htt'), undefined],
  ['a page', ascii('<!doctype html>'), undefined],
  ['a PNG behind a byte', [0, ...PNG], undefined],
])('%s is told by its first bytes', (_, bytes, type) => {
  expect(imageType(Uint8Array.from(bytes))).toBe(type);
  expect(imageType(Uint8Array.from(bytes.slice(0, IMAGE_SIGNATURE_BYTES)))).toBe(type);
});
