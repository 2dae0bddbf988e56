import { type FlyerContentType, MAX_FLYER_BYTES, ShowId } from '@willcall/contracts';

const extensions: Readonly<Record<FlyerContentType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

/** The object key of a flyer that is uploaded by way of the API. */
export const flyerKey = (showId: string, uploadId: string, contentType: FlyerContentType): string =>
  `shows/${showId}/${uploadId}.${extensions[contentType]}`;

/** What an object key says of the shows that its flyer is for. */
export type FlyerTarget =
  | { readonly kind: 'show'; readonly showId: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'nothing' };

const OF_A_SHOW = /^shows\/([^/]+)\/./s;
const OF_A_NAME = /^([^/]+)\.(?:png|jpe?g|webp)$/is;

/**
 * Reads an object key: `shows/<showId>/<anything>` is for one show; `Hamlet%20at%20the%20Globe.png`, as
 * people drop it into the bucket, for the shows of that name, URL-encoded or as it is.
 */
export function parseFlyerKey(key: string): FlyerTarget {
  const showId = ShowId.safeParse(OF_A_SHOW.exec(key)?.[1]);
  if (showId.success) return { kind: 'show', showId: showId.data };
  const name = OF_A_NAME.exec(key)?.[1];
  return name === undefined ? { kind: 'nothing' } : { kind: 'name', name: decodeName(name) };
}

/** `100% Hamlet` is no URL-encoding: it is then the name itself. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The address of an object below the base address of its bucket. */
export const flyerUrl = (baseUrl: string, key: string): string =>
  `${baseUrl.replace(/\/+$/, '')}/${key.split('/').map(encodeURIComponent).join('/')}`;

/** Longer than any sequencer seen (18 digits); S3 promises no length. */
const SEQUENCER_DIGITS = 32;

/**
 * The place of an upload among those for one show, as text that compares as the uploads happened: the
 * time at which S3 had finished it, then S3's sequencer, a hexadecimal number of any length.
 *
 * The sequencer alone will not do: it orders the events of one object key, and a show's flyers have keys
 * of their own. Events of one key that the time cannot tell apart are in its order. (AWS's page has
 * told both to pad on the left and on the right; on the left keeps "the greater hexadecimal value".)
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const uploadOrder = (eventTime: string, sequencer = ''): string =>
  `${new Date(eventTime).toISOString()}#${sequencer.toUpperCase().padStart(SEQUENCER_DIGITS, '0')}`;

/** Why an upload is not attached to a show. Metrics are named by these. */
export type FlyerRefusal = 'UNKNOWN_SHOW' | 'NOT_AN_IMAGE' | 'TOO_LARGE';

/** An object as it lies in the bucket. */
export type UploadedFile = {
  /** Bytes. */
  readonly size: number;
  readonly firstBytes: Uint8Array;
};

/** Why a file is no flyer, by itself and not by what its upload claimed; undefined when it may be one. */
export function judgeUpload({ size, firstBytes }: UploadedFile): FlyerRefusal | undefined {
  if (size > MAX_FLYER_BYTES) return 'TOO_LARGE';
  return detectImageType(firstBytes) === undefined ? 'NOT_AN_IMAGE' : undefined;
}

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
export function detectImageType(bytes: Uint8Array): FlyerContentType | undefined {
  const types = Object.keys(signatures) as FlyerContentType[];
  return types.find((type) =>
    signatures[type].every((byte, place) =>
      byte === undefined ? place < bytes.length : bytes[place] === byte,
    ),
  );
}
