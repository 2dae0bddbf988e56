import { once } from 'node:events';
import { openPage } from '@willcall/box-office';
import type { DemoSaleStart } from '../box-office/demo-sale.ts';
import { startApi } from '../start-api.ts';
import {
  DemoSaleReply,
  type DemoSaleRequest,
  GatewayRequest,
  type ReadyGateway,
  ReadyPollers,
} from './protocol.ts';
import { servePart } from './serve-part.ts';

let demoSaleRequests = 0;

/** Asks the parent, which has the buyers. */
const askForDemoSale = async (): Promise<DemoSaleStart> => {
  const request: DemoSaleRequest = { demoSaleRequest: ++demoSaleRequests };
  const { promise, resolve } = Promise.withResolvers<DemoSaleStart>();
  const read = (message: unknown) => {
    const reply = DemoSaleReply.safeParse(message).data;
    if (reply?.demoSaleRequest !== request.demoSaleRequest) return;
    process.off('message', read);
    resolve(reply.start);
  };
  process.on('message', read);
  process.send?.(request);
  return await promise;
};

/**
 * The process of the gateway and the functions that serve the API. It loads its code while the pollers
 * create the stage's resources, and gets to know these from the first message of its parent.
 */
await servePart(GatewayRequest, async (request) => {
  const { stage, payments, port, browserOrigins, startsDemoSales, ...aws } = request;
  const boxOffice = openPage();
  const [message] = await once(process, 'message');
  const { eventsEndpoint, ...resources } = ReadyPollers.parse(message);
  const startDemoSale = startsDemoSales ? askForDemoSale : undefined;
  const page = { browserOrigins, boxOffice, startDemoSale };
  const { url, stop } = await startApi({
    ...{ aws, stage, resources, eventsEndpoint, payments, port },
    ...page,
  });
  const ready: ReadyGateway = { url };
  return { ready, stop };
});
