import { once } from 'node:events';
import { openPage } from '@willcall/box-office';
import { startApi } from '../start-api.ts';
import { GatewayRequest, type ReadyGateway, ReadyPollers } from './protocol.ts';
import { servePart } from './serve-part.ts';

/**
 * The process of the gateway and the functions that serve the API. It loads its code while the pollers
 * create the stage's resources, and gets to know these from the first message of its parent.
 */
await servePart(GatewayRequest, async ({ port, ...aws }) => {
  const boxOffice = openPage();
  const [message] = await once(process, 'message');
  const { eventsEndpoint, ...resources } = ReadyPollers.parse(message);
  const { url, stop } = await startApi({ aws, resources, eventsEndpoint, port, boxOffice });
  const ready: ReadyGateway = { url };
  return { ready, stop };
});
