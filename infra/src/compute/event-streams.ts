/**
 * In the place of the SDK's event streams, in every bundle: no function calls an operation that answers with
 * one, e.g. S3's SelectObjectContent. The SDK would import them on demand, and for that esbuild wraps each
 * module that both sides use in a function.
 */
export class EventStreamSerde {
  constructor() {
    refuse();
  }
}

export const eventStreamSerdeProvider = () => refuse;

/** A client's configuration stays as it is: it only gets the provider above. */
export const resolveEventStreamSerdeConfig = <T>(config: T): T => config;

function refuse(): never {
  throw new Error('This bundle contains no event streams');
}
