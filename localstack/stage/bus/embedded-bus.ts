import { join } from 'node:path';
import { createSqsClient } from '../../aws/clients.ts';
import { startEventBus } from '../../aws/eventbridge/start-event-bus.ts';
import { functionArn } from '../../aws/local-account.ts';
import type { StageFunctions } from '../stage-functions.ts';
import { createFailedTargets } from './failed-targets.ts';
import { putRules, type StageBus, type StageBusOptions } from './stage-bus.ts';

/** Runs the embedded EventBridge, which invokes functions in this process by their ARNs. */
export const openEmbeddedBus = async (options: StageBusOptions): Promise<StageBus> => {
  const { aws, name, dataFolder, log } = options;
  // Set by `route`, before the first event.
  let functions: StageFunctions = {};
  const sqs = createSqsClient(aws);
  const bus = await startEventBus({
    buses: [name],
    functions: (arn) => Object.values(functions).find((one) => functionArn(one.name) === arn),
    sqs,
    log,
    ...(dataFolder !== undefined && {
      dataFile: join(dataFolder, 'subscriptions.json'),
      deliveriesFile: join(dataFolder, 'deliveries.db'),
    }),
  });
  return {
    url: bus.url,
    route: async (all) => {
      functions = all;
      const { arn: deadLetterArn } = await createFailedTargets(sqs, name);
      await putRules(bus.url, name, (id) => ({
        arn: functionArn(`willcall-${id}`),
        deadLetterArn,
      }));
      bus.resume();
    },
    stop: async () => {
      await bus.stop();
      sqs.destroy();
    },
  };
};
