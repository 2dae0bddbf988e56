export type { LocalBackend, LocalEndpoints } from './aws/clients.ts';
export { createDynamoDbClient, createS3Client, createSqsClient } from './aws/clients.ts';
export { startEventBus } from './aws/eventbridge/start-event-bus.ts';
export { LOCAL_ACCOUNT, LOCAL_REGION, localCredentials } from './aws/local-account.ts';
export { startLocalAws } from './aws/local-aws.ts';
export { LocalAwsError } from './aws/local-aws-error.ts';
export type { LocalLogEntry } from './aws/process/local-log.ts';
export { chooseBackend } from './stage/backend/choose-backend.ts';
export {
  COMPOSED_ENDPOINT,
  compose,
  containerEnvironment,
  LOCALSTACK_IMAGE,
} from './stage/backend/compose.ts';
export { requireDocker } from './stage/backend/require-docker.ts';
export { startBackend } from './stage/backend/start-backend.ts';
export { isLocalStack, type RunningLocalStack } from './stage/backend/start-localstack.ts';
export { withRole } from './stage/function-role.ts';
export { issueToken } from './stage/identity.ts';
export { type PaymentKeys, writePaymentKeys } from './stage/payments/payment-keys-file.ts';
export type { StagePayments } from './stage/payments/stage-payments.ts';
export { createQueues, createResources } from './stage/resources/create-resources.ts';
export { removeResources } from './stage/resources/remove-resources.ts';
export type { QueueResource, ResourceOverrides, Resources } from './stage/resources/resources.ts';
export { type RunningStack, readRunningStack } from './stage/running-stack.ts';
export type { StageEnvironment } from './stage/stage-environment.ts';
export { ACCESS_DENIED } from './stage/stage-functions.ts';
export { type LocalStage, type StageOptions, startStage } from './stage/start-stage.ts';
export { type CallFailure, type Faults, nthCall, type WebhookFate } from './stripe/faults.ts';
export {
  type LocalStripe,
  type LocalStripeOptions,
  startLocalStripe,
} from './stripe/start-local-stripe.ts';
