import type { FlyerContentType } from '@willcall/contracts';

/** How many first bytes of a file are enough to tell what it is. */
export const IMAGE_SIGNATURE_BYTES = 12;

/** RIFF's length stands between its name and WebP's, and may be anything. */
const ANY_FOUR = [undefined, undefined, undefined, undefined];

/**
 * The first bytes of the images that a flyer may be.
 * Sources: PNG, https://www.w3.org/TR/png-3/#5PNG-file-signature; JPEG, ITU T.81 annex B.1.1.3 (SOI, then
 * a marker); WebP, https://developers.google.com/speed/webp/docs/riff_container.
 */
const signatures: Readonly<Record<FlyerContentType, readonly (number | undefined)[]>> = {
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/webp': [0x52, 0x49, 0x46, 0x46, ...ANY_FOUR, 0x57, 0x45, 0x42, 0x50],
};

/** Which image these first bytes begin, whatever its name and its upload claim; undefined: none of ours. */
export function imageType(bytes: Uint8Array): FlyerContentType | undefined {
  const types = Object.keys(signatures) as FlyerContentType[];
  return types.find((type) =>
    signatures[type].every((byte, place) =>
      byte === undefined ? place < bytes.length : bytes[place] === byte,
    ),
  );
}
