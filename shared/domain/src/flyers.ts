import { type FlyerContentType, MAX_FLYER_BYTES, ShowId, toTextForm } from '@willcall/contracts';

const extensions: Readonly<Record<FlyerContentType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

/** The object key of a flyer that is uploaded through the API. */
export const flyerKey = (showId: string, uploadId: string, contentType: FlyerContentType): string =>
  `shows/${showId}/${uploadId}.${extensions[contentType]}`;

/** The shows that an object key selects for its flyer. */
export type FlyerTarget =
  | { readonly kind: 'show'; readonly showId: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'nothing' };

const OF_A_SHOW = /^shows\/([^/]+)\/./s;
const OF_A_NAME = /^([^/]+)\.(?:png|jpe?g|webp)$/is;

/**
 * Parses an object key. `shows/<showId>/<anything>` selects one show. `Hamlet%20at%20the%20Globe.png`,
 * as people put it into the bucket, selects the shows with that name. The name may be URL-encoded, and may
 * have any form of the same text: macOS, for example, decomposes accents in file names.
 */
export function parseFlyerKey(key: string): FlyerTarget {
  const showId = ShowId.safeParse(OF_A_SHOW.exec(key)?.[1]);
  if (showId.success) return { kind: 'show', showId: showId.data };
  const name = toTextForm(decodeName(OF_A_NAME.exec(key)?.[1] ?? ''));
  return name === '' ? { kind: 'nothing' } : { kind: 'name', name };
}

/** Decodes a URL-encoded name. Returns text such as `100% Hamlet`, which is not URL-encoded, unchanged. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The URL of an object, given the base URL of its bucket. */
export const flyerUrl = (baseUrl: string, key: string): string =>
  `${baseUrl.replace(/\/+$/, '')}/${key.split('/').map(encodeURIComponent).join('/')}`;

/** Longer than any observed sequencer (18 digits). S3 does not document a length. */
const SEQUENCER_DIGITS = 32;

/**
 * A text that sorts the uploads for one show in the order in which they happened: the time when S3
 * finished the upload, then S3's sequencer, a hexadecimal number of any length.
 *
 * The sequencer alone is not enough: it orders the events of one object key, and each flyer of a show has
 * its own key. It decides between events of one key with the same time. (AWS's page has said to pad on
 * the left and, at another time, on the right. Padding on the left keeps "the greater hexadecimal value".)
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const uploadOrder = (eventTime: string, sequencer = ''): string =>
  `${new Date(eventTime).toISOString()}#${sequencer.toUpperCase().padStart(SEQUENCER_DIGITS, '0')}`;

/** Why an upload is not attached to a show. Metrics use these names. */
export type FlyerRefusal = 'UNKNOWN_SHOW' | 'NOT_AN_IMAGE' | 'TOO_LARGE';

/** An object in the bucket. */
export type UploadedFile = {
  /** Bytes. */
  readonly size: number;
  readonly firstBytes: Uint8Array;
};

/** Returns why a file cannot be a flyer, or undefined. It checks the file, not what the upload claimed. */
export function judgeUpload({ size, firstBytes }: UploadedFile): FlyerRefusal | undefined {
  if (size > MAX_FLYER_BYTES) return 'TOO_LARGE';
  return detectImageType(firstBytes) === undefined ? 'NOT_AN_IMAGE' : undefined;
}

/** The number of first bytes that identify the type of a file. */
export const IMAGE_SIGNATURE_BYTES = 12;

/** The RIFF length field, between `RIFF` and `WEBP`, can have any value. */
const ANY_FOUR = [undefined, undefined, undefined, undefined];

/**
 * The first bytes of the image types that a flyer may have.
 * Sources: PNG, https://www.w3.org/TR/png-3/#5PNG-file-signature; JPEG, ITU T.81 annex B.1.1.3 (SOI, then
 * a marker); WebP, https://developers.google.com/speed/webp/docs/riff_container.
 */
const signatures: Readonly<Record<FlyerContentType, readonly (number | undefined)[]>> = {
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/webp': [0x52, 0x49, 0x46, 0x46, ...ANY_FOUR, 0x57, 0x45, 0x42, 0x50],
};

/** Detects the image type from the first bytes. Returns undefined if it is not a supported type. */
export function detectImageType(bytes: Uint8Array): FlyerContentType | undefined {
  const types = Object.keys(signatures) as FlyerContentType[];
  return types.find((type) =>
    signatures[type].every((byte, index) =>
      byte === undefined ? index < bytes.length : bytes[index] === byte,
    ),
  );
}
