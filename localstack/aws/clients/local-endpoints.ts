import * as z from 'zod';

/**
 * Whose they are. LocalStack has an EventBridge and S3 notifications of its own, at the same address;
 * for the embedded pieces, which have none, a stage runs a bus beside them.
 */
export const LocalBackend = z.enum(['embedded', 'localstack']);
export type LocalBackend = z.infer<typeof LocalBackend>;

/** Where the local AWS answers. */
export type LocalEndpoints = {
  readonly dynamodbEndpoint: string;
  readonly sqsEndpoint: string;
  /** The embedded one, unless it is said. */
  readonly backend?: LocalBackend | undefined;
};
