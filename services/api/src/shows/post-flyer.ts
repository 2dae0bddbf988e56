import { FlyerRequest, type FlyerUpload } from '@willcall/contracts';
import { flyerKey } from '@willcall/domain';
import { type HttpEvent, type HttpReply, parse, readRequest, requireAdmin } from '@willcall/lambda';
import type { Store } from '@willcall/store';
import type { UploadToSign } from './flyer-uploads.ts';
import { foundShow } from './found-show.ts';

/** Seconds: enough to send 5 MiB, too little for an address to be passed around. */
const EXPIRES_IN_SECONDS = 300;

/**
 * `POST /shows/{showId}/flyer`: where to PUT one image of just this type and length. The show gets it
 * once it is uploaded and found to be an image.
 *
 * @throws ProblemError INVALID_REQUEST, SHOW_NOT_FOUND
 */
export const postFlyer =
  (
    store: Store<'shows'>,
    {
      sign,
      clock,
      newUploadId,
    }: {
      readonly sign: (upload: UploadToSign) => Promise<string>;
      readonly clock: () => Date;
      readonly newUploadId: () => string;
    },
  ) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const { body, path } = readRequest(event);
    const asked = parse(FlyerRequest, body);
    const { showId } = await foundShow(store, path.showId);
    const upload: FlyerUpload = {
      uploadUrl: await sign({
        ...asked,
        key: flyerKey(showId, newUploadId(), asked.contentType),
        expiresInSeconds: EXPIRES_IN_SECONDS,
        signedAt: clock(),
      }),
      expiresInSeconds: EXPIRES_IN_SECONDS,
    };
    return { status: 201, body: upload };
  };
