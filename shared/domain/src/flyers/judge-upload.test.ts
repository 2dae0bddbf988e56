import { MAX_FLYER_BYTES } from '@willcall/contracts';
import { expect, it } from 'vitest';
import { judgeUpload } from './judge-upload.ts';

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
const TEXT = Buffer.from('<!doctype html>');

it.each([
  ['an image', { size: 4, firstBytes: JPEG }, undefined],
  ['an image of 5 MiB', { size: MAX_FLYER_BYTES, firstBytes: JPEG }, undefined],
  ['an image of a byte more', { size: MAX_FLYER_BYTES + 1, firstBytes: JPEG }, 'TOO_LARGE'],
  ['no image, and too large', { size: MAX_FLYER_BYTES + 1, firstBytes: TEXT }, 'TOO_LARGE'],
  ['no image', { size: 15, firstBytes: TEXT }, 'NOT_AN_IMAGE'],
  ['nothing', { size: 0, firstBytes: Uint8Array.of() }, 'NOT_AN_IMAGE'],
])('%s is judged by itself', (_, file, refusal) => {
  expect(judgeUpload(file)).toBe(refusal);
});
