import { eventSources } from '@willcall/topology';
import type { LocalEndpoints } from '../aws/clients/local-endpoints.ts';
import { sqsClient } from '../aws/clients/sqs-client.ts';
import { startPump } from '../aws/lambda/queues/start-pump.ts';
import type { LocalLog } from '../aws/process/local-log.ts';
import type { Resources } from './resources/resources.ts';
import type { Running, StageFunctions } from './running.ts';

/** Hands the queues' messages to the functions of the definitions, `pollers` batches at once each. */
export const startQueuePumps = (
  aws: LocalEndpoints,
  { queues }: Resources,
  functions: StageFunctions,
  pollers: number,
  log: LocalLog,
): Running => {
  const client = sqsClient(aws, pollers * eventSources.length);
  const pumps = eventSources.flatMap(({ queue, function: id, batchSize, maximumConcurrency }) => {
    const lambda = functions[id];
    if (lambda === undefined) return [];
    const atOnce = Math.min(pollers, maximumConcurrency);
    return [
      startPump({
        client,
        queue: queues[queue],
        function: lambda,
        batchSize,
        pollers: atOnce,
        log,
      }),
    ];
  });
  return {
    stop: async () => {
      await Promise.all(pumps.map((pump) => pump.stop()));
      client.destroy();
    },
  };
};
