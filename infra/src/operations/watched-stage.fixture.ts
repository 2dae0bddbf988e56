import { functions, queueName, queues, tableName, tables } from '@willcall/topology';
import { makeEach } from '../stacks/stage-stack.ts';
import type { Watched } from './metrics/aws-metrics.ts';

const STAGE = 'prod';

/** The physical names of a stage's resources. */
export const watchedStage = (): Watched => ({
  stage: STAGE,
  functions: makeEach(functions, (id) => `willcall-${STAGE}-${id}`),
  queues: makeEach(queues, (id) => queueName(STAGE, id)),
  tables: makeEach(tables, (id) => tableName(STAGE, id)),
  bus: `willcall-${STAGE}`,
  failedTargets: `willcall-${STAGE}-failed-targets`,
  apiId: 'api1234567',
});
