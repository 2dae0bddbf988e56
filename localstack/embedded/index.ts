export { type BackendChoice, chooseBackend } from '../backend/choice/backend-choice.ts';
export { requireDocker } from '../backend/docker/require-docker.ts';
export { containerEnvironment, LOCALSTACK_IMAGE } from '../backend/localstack/container.ts';
export type { RunningLocalStack } from '../backend/localstack/start-localstack.ts';
export { type BackendOptions, startBackend } from '../backend/start-backend.ts';
export { dynamoDbClient } from './clients/dynamodb-client.ts';
export type { LocalBackend, LocalEndpoints } from './clients/local-endpoints.ts';
export { sqsClient } from './clients/sqs-client.ts';
export { type EventBus, type EventBusOptions, startEventBus } from './events/start-event-bus.ts';
export { type InRole, inRole } from './functions/role/in-role.ts';
export { type LocalAws, type LocalAwsOptions, startLocalAws } from './local-aws.ts';
export {
  LocalAwsError,
  type LocalAwsErrorCode,
  MissingJavaError,
  PortTakenError,
} from './local-aws-error.ts';
export type { LocalLog, LocalLogEntry } from './log/local-log.ts';
export { createResources } from './resources/create-resources.ts';
export type { QueueResource, ResourceOverrides, Resources } from './resources/resources.ts';
export { type RunningStack, readRunningStack } from './running/running-stack.ts';
export type { LocalStage } from './stage/run-stage.ts';
export type { StageEnvironment } from './stage/stage-environment.ts';
export { ACCESS_DENIED } from './stage/stage-functions.ts';
export { type StageOptions, startStage } from './stage/start-stage.ts';
export { issueToken, type TokenRequest } from './tokens/issue-token.ts';
