export type { LocalBackend, LocalEndpoints } from './aws/clients.ts';
export { dynamoDbClient, sqsClient } from './aws/clients.ts';
export {
  type EventBus,
  type EventBusOptions,
  startEventBus,
} from './aws/eventbridge/start-event-bus.ts';
export { type LocalAws, type LocalAwsOptions, startLocalAws } from './aws/local-aws.ts';
export {
  LocalAwsError,
  type LocalAwsErrorCode,
  MissingJavaError,
  PortTakenError,
} from './aws/local-aws-error.ts';
export type { LocalLog, LocalLogEntry } from './aws/process/local-log.ts';
export { deployedUploads } from './commands/deploy/deployed-uploads.ts';
export { type BackendChoice, chooseBackend } from './stage/backend/choose-backend.ts';
export { containerEnvironment, LOCALSTACK_IMAGE } from './stage/backend/compose.ts';
export { requireDocker } from './stage/backend/require-docker.ts';
export { type BackendOptions, startBackend } from './stage/backend/start-backend.ts';
export type { RunningLocalStack } from './stage/backend/start-localstack.ts';
export { type InRole, inRole } from './stage/function-role.ts';
export { issueToken, type TokenRequest } from './stage/identity.ts';
export { createResources } from './stage/resources/create-resources.ts';
export type { QueueResource, ResourceOverrides, Resources } from './stage/resources/resources.ts';
export { type RunningStack, readRunningStack } from './stage/running-stack.ts';
export type { StageEnvironment } from './stage/stage-environment.ts';
export { ACCESS_DENIED } from './stage/stage-functions.ts';
export { type LocalStage, type StageOptions, startStage } from './stage/start-stage.ts';
