import { type FlyerContentType, ShowId } from '@willcall/contracts';

const extensions: Readonly<Record<FlyerContentType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

/** The object key of a flyer that is uploaded by way of the API. */
export const flyerKey = (showId: string, uploadId: string, contentType: FlyerContentType): string =>
  `shows/${showId}/${uploadId}.${extensions[contentType]}`;

/** What an object key says of the shows that its flyer is for. */
export type NamedByKey =
  | { readonly kind: 'show'; readonly showId: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'nothing' };

const OF_A_SHOW = /^shows\/([^/]+)\/./s;
const OF_A_NAME = /^([^/]+)\.(?:png|jpe?g|webp)$/is;

/**
 * Reads an object key: `shows/<showId>/<anything>` is for one show; `Hamlet%20at%20the%20Globe.png`, as
 * people drop it into the bucket, for the shows of that name, URL-encoded or as it is.
 */
export function namedByKey(key: string): NamedByKey {
  const showId = ShowId.safeParse(OF_A_SHOW.exec(key)?.[1]);
  if (showId.success) return { kind: 'show', showId: showId.data };
  const name = OF_A_NAME.exec(key)?.[1];
  return name === undefined ? { kind: 'nothing' } : { kind: 'name', name: decoded(name) };
}

/** `100% Hamlet` is no URL-encoding: it is then the name itself. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
