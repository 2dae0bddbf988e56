import * as z from 'zod';

/** What a flyer may be: the images that every browser shows. */
export const FLYER_CONTENT_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type FlyerContentType = (typeof FLYER_CONTENT_TYPES)[number];

/** 5 MiB: a poster in print quality, and a page still loads it. */
export const MAX_FLYER_BYTES = 5 * 1024 * 1024;

/** The body of `POST /v1/shows/{showId}/flyer`: what will be uploaded. Unknown fields are refused. */
export const FlyerRequest = z.strictObject({
  contentType: z.enum(FLYER_CONTENT_TYPES),
  /** Bytes. */
  contentLength: z.int().min(1).max(MAX_FLYER_BYTES),
});
export type FlyerRequest = z.infer<typeof FlyerRequest>;

/** Its answer: where to PUT the image, with just the `Content-Type` and `Content-Length` asked for. */
export const FlyerUpload = z.object({ uploadUrl: z.string(), expiresInSeconds: z.int() });
export type FlyerUpload = z.infer<typeof FlyerUpload>;
