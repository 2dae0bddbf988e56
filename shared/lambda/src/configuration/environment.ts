import type { BusConnection, QueueConnection } from '@willcall/messaging';
import type { StoreConnection } from '@willcall/store';
import * as z from 'zod/mini';
import { ConfigurationError } from '../errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that has a value, such as the name of a table. */
export const NonEmptyText = z.string().check(z.minLength(1));

/**
 * Variables that every function reads. On AWS, the SDK reads the credentials itself. `embedded` and
 * `localstack` run locally, so their credentials are not secret.
 */
const Common = z.object({
  WILLCALL_BACKEND: z._default(z.enum(['embedded', 'localstack', 'aws']), 'aws'),
  AWS_REGION: NonEmptyText,
  AWS_ACCESS_KEY_ID: z.optional(z.string()),
  AWS_SECRET_ACCESS_KEY: z.optional(z.string()),
  AWS_SESSION_TOKEN: z.optional(z.string()),
  AWS_ENDPOINT_URL: z.optional(z.url()),
  AWS_ENDPOINT_URL_DYNAMODB: z.optional(z.url()),
  AWS_ENDPOINT_URL_SQS: z.optional(z.url()),
  AWS_ENDPOINT_URL_EVENTBRIDGE: z.optional(z.url()),
  AWS_ENDPOINT_URL_S3: z.optional(z.url()),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.optional(z.url()),
  AWS_ENDPOINT_URL_CLOUDWATCH: z.optional(z.url()),
});
export type CommonEnvironment = z.infer<typeof Common>;

/**
 * Validates the variables that a function declares, and the common ones, once at start-up.
 *
 * @throws ConfigurationError that names every missing or invalid variable and no value.
 */
export function readEnvironment<S extends z.core.$ZodShape>(
  own: S,
  environment: Environment,
): z.output<z.ZodMiniObject<S>> & CommonEnvironment {
  const parsedOwn = z.object(own).safeParse(environment);
  const parsedCommon = Common.safeParse(environment);
  const issues = [...(parsedOwn.error?.issues ?? []), ...(parsedCommon.error?.issues ?? [])];
  if (!parsedOwn.success || !parsedCommon.success) {
    const names = issues.map((issue) => issue.path.join('.')).join(', ');
    throw new ConfigurationError(`Missing or invalid environment variables: ${names}`);
  }
  return { ...parsedOwn.data, ...parsedCommon.data };
}

/** Test hooks of a function: clock, randomness and AWS calls. Unset in production. */
export type Seams = {
  readonly clock?: () => Date;
  /** Returns a number from 0 up to, but not including, 1, like Math.random. */
  readonly random?: () => number;
  readonly dynamodbPlugins?: StoreConnection['plugins'];
  readonly sqsPlugins?: QueueConnection['plugins'];
  readonly eventBridgePlugins?: BusConnection['plugins'];
};
