import type { BusConnection, QueueConnection } from '@willcall/messaging';
import type { StoreConnection } from '@willcall/store';
import * as z from 'zod';
import { ConfigurationError } from '../errors.ts';

/** A function's environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What every function reads. `embedded` and `localstack` are local, and their credentials are not secret. */
const Common = z.object({
  WILLCALL_BACKEND: z.enum(['embedded', 'localstack', 'aws']).default('aws'),
  AWS_REGION: z.string().min(1),
  AWS_ENDPOINT_URL: z.url().optional(),
  AWS_ENDPOINT_URL_DYNAMODB: z.url().optional(),
  AWS_ENDPOINT_URL_SQS: z.url().optional(),
  AWS_ENDPOINT_URL_EVENTBRIDGE: z.url().optional(),
  AWS_ENDPOINT_URL_S3: z.url().optional(),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.url().optional(),
});
export type CommonEnvironment = z.infer<typeof Common>;

/**
 * The variables that a function declares, and the common ones, checked once when it starts.
 *
 * @throws ConfigurationError naming every variable that is missing or wrong, and no value.
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
    throw new ConfigurationError(`Missing or wrong in the environment: ${names}`);
  }
  return { ...parsedOwn.data, ...parsedCommon.data };
}

/** Where a test may reach into a function: time, chance, and the calls to AWS. Left alone in production. */
export type Seams = {
  readonly clock?: () => Date;
  /** As Math.random: from 0 up to 1. */
  readonly random?: () => number;
  readonly dynamodbPlugins?: StoreConnection['plugins'];
  readonly sqsPlugins?: QueueConnection['plugins'];
  readonly eventBridgePlugins?: BusConnection['plugins'];
};
