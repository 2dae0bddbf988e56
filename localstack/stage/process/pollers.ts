import { startPollers } from '../start-pollers.ts';
import { PollersRequest, type ReadyPollers } from './protocol.ts';
import { servePart } from './serve-part.ts';

/**
 * The process of the pollers and the bus, with the functions that they invoke. They have a process of
 * their own, because they and the gateway would otherwise wait for each other's turns.
 */
await servePart(PollersRequest, async (request) => {
  const { stage, dataFolder, payments, ...aws } = request;
  const pollers = await startPollers({ aws, stage, dataFolder, payments });
  const { eventsEndpoint, resources, stop } = pollers;
  const ready: ReadyPollers = { eventsEndpoint, ...resources };
  return { ready, stop };
});
