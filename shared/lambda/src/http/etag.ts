import { createHash } from 'node:crypto';
import type { HttpReply } from './reply.ts';

/** Bytes of the hash. Two answers of one resource do not collide by chance. */
const TAG_BYTES = 12;

/**
 * Adds a weak `ETag`. With the same one in `If-None-Match`, the answer is 304 without a
 * body (RFC 9110, 13.1.2). It is weak because CloudFront compresses answers.
 *
 * @param tagged what the tag is made from: the body, or the part of it that counts.
 * @param ifNoneMatch the header of the request: `*`, or a list of tags. Without it, the client has no copy.
 */
export function tagReply(
  reply: HttpReply,
  { tagged, ifNoneMatch }: { readonly tagged: unknown; readonly ifNoneMatch: string | undefined },
): HttpReply {
  const hash = createHash('sha256').update(JSON.stringify(tagged)).digest();
  const tag = `"${hash.subarray(0, TAG_BYTES).toString('base64url')}"`;
  const headers = { ...reply.headers, etag: `W/${tag}` };
  return ifNoneMatch !== undefined && isListed(tag, ifNoneMatch)
    ? { status: 304, headers }
    : { ...reply, headers };
}

/** The weak comparison, which ignores `W/` (RFC 9110, 8.8.3.2). */
const isListed = (tag: string, list: string): boolean =>
  list.split(',').some((each) => ['*', tag].includes(each.trim().replace(/^W\//, '')));
