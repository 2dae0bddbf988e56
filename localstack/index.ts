export { dynamoDbClient } from './aws/clients/dynamodb-client.ts';
export type { LocalBackend, LocalEndpoints } from './aws/clients/local-endpoints.ts';
export { sqsClient } from './aws/clients/sqs-client.ts';
export {
  type EventBus,
  type EventBusOptions,
  startEventBus,
} from './aws/eventbridge/start-event-bus.ts';
export { type InRole, inRole } from './aws/iam/in-role.ts';
export { issueToken, type TokenRequest } from './aws/identity/issue-token.ts';
export { type LocalAws, type LocalAwsOptions, startLocalAws } from './aws/local-aws.ts';
export {
  LocalAwsError,
  type LocalAwsErrorCode,
  MissingJavaError,
  PortTakenError,
} from './aws/local-aws-error.ts';
export type { LocalLog, LocalLogEntry } from './aws/process/local-log.ts';
export { deployedUploads } from './commands/deploy/deployed-uploads.ts';
export { type BackendChoice, chooseBackend } from './stage/backend/choice/backend-choice.ts';
export { requireDocker } from './stage/backend/docker/require-docker.ts';
export { containerEnvironment, LOCALSTACK_IMAGE } from './stage/backend/localstack/container.ts';
export type { RunningLocalStack } from './stage/backend/localstack/start-localstack.ts';
export { type BackendOptions, startBackend } from './stage/backend/start-backend.ts';
export { createResources } from './stage/resources/create-resources.ts';
export type { QueueResource, ResourceOverrides, Resources } from './stage/resources/resources.ts';
export type { LocalStage } from './stage/run-stage.ts';
export { type RunningStack, readRunningStack } from './stage/running/running-stack.ts';
export type { StageEnvironment } from './stage/stage-environment.ts';
export { ACCESS_DENIED } from './stage/stage-functions.ts';
export { type StageOptions, startStage } from './stage/start-stage.ts';
