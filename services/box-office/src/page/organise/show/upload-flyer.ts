import { type ShowWithStock, WillcallError } from '@willcall/client';
import type { FlyerContentType } from '@willcall/contracts';
import { organiser } from '../../api/willcall.ts';

export type Flyer = { readonly file: File; readonly contentType: FlyerContentType };

/** Milliseconds. 5 MiB on a slow line. */
const UPLOAD_TIMEOUT_MS = 120_000;

/** A sent flyer is attached within a second or two, or it is no image. */
const MOST_READINGS = 20;
const READING_MS = 1_000;

/**
 * Sends a flyer to the bucket, and waits until its show has it.
 *
 * @returns the show with its new flyer; undefined if it does not get it
 * @throws WillcallError; the signal's reason
 */
export async function uploadFlyer(
  { showId, flyerUrl: before }: ShowWithStock,
  { file, contentType }: Flyer,
  signal: AbortSignal,
): Promise<ShowWithStock | undefined> {
  const upload = { contentType, contentLength: file.size };
  const { uploadUrl } = await organiser.createFlyerUpload(showId, upload, { signal });
  await put(uploadUrl, file, contentType, signal);
  for (let reading = 0; reading < MOST_READINGS; reading += 1) {
    await pause(READING_MS, signal);
    const show = await organiser.get(showId, { signal });
    if (show.flyerUrl !== before) return show;
  }
  return undefined;
}

async function put(
  url: string,
  body: File,
  contentType: string,
  signal: AbortSignal,
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(UPLOAD_TIMEOUT_MS)]);
  const headers = { 'content-type': contentType };
  try {
    const { ok, status } = await fetch(url, {
      method: 'PUT',
      headers,
      body,
      signal: limit,
    });
    if (!ok)
      throw new WillcallError('The bucket refused the flyer', {
        code: 'FLYER_REFUSED',
        status,
        retryable: true,
      });
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof WillcallError) throw cause;
    throw new WillcallError('No answer', { code: 'NO_ANSWER', retryable: true, cause });
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
