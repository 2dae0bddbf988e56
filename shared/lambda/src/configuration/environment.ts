import type { BusConnection, QueueConnection } from '@willcall/messaging';
import type { StoreConnection } from '@willcall/store';
import * as z from 'zod';
import { ConfigurationError } from '../errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Variables that every function reads. On AWS, the SDK reads the credentials itself. `embedded` and
 * `localstack` run locally, so their credentials are not secret.
 */
const Common = z.object({
  WILLCALL_BACKEND: z.enum(['embedded', 'localstack', 'aws']).default('aws'),
  AWS_REGION: z.string().min(1),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_ENDPOINT_URL: z.url().optional(),
  AWS_ENDPOINT_URL_DYNAMODB: z.url().optional(),
  AWS_ENDPOINT_URL_SQS: z.url().optional(),
  AWS_ENDPOINT_URL_EVENTBRIDGE: z.url().optional(),
  AWS_ENDPOINT_URL_S3: z.url().optional(),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.url().optional(),
});
export type CommonEnvironment = z.infer<typeof Common>;

/**
 * Validates the variables that a function declares, and the common ones, once at start-up.
 *
 * @throws ConfigurationError that names every missing or invalid variable and no value.
 */
export function readEnvironment<S extends z.ZodRawShape>(
  own: S,
  environment: Environment,
): z.output<z.ZodObject<S>> & CommonEnvironment {
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
