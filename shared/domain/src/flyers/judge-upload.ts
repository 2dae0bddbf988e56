import { MAX_FLYER_BYTES } from '@willcall/contracts';
import { imageType } from './image-type.ts';

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
  return imageType(firstBytes) === undefined ? 'NOT_AN_IMAGE' : undefined;
}
