import * as z from 'zod';
import { type RunnerEndpoint, RunnerRefusal } from './runner.ts';

/** What became of a request for a demo sale. There is one at a time. */
export const DemoSaleStart = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('started'), showId: z.string() }),
  z.object({ outcome: z.literal('running'), showId: z.string() }),
  z.object({ outcome: z.literal('failed'), message: z.string() }),
]);
export type DemoSaleStart = z.infer<typeof DemoSaleStart>;

/** Starts a demo sale, and returns once its show exists. */
export type StartDemoSale = () => Promise<DemoSaleStart>;

const Nothing = z.strictObject({}, { error: 'Send an empty object: a demo sale has no options.' });

/** Makes a show of a hundred tickets, for which a thousand buyers ask at once, and answers with its id. */
export const createDemoSale = (start: StartDemoSale): RunnerEndpoint => ({
  name: 'demo-sale',
  answer: async (body) => {
    Nothing.parse(body);
    const started = await start();
    switch (started.outcome) {
      case 'started':
        return { showId: started.showId };
      case 'running':
        throw new RunnerRefusal(409, {
          message: 'A demo sale is running. The next one can start when it has ended.',
          showId: started.showId,
        });
      case 'failed':
        throw new RunnerRefusal(503, { message: started.message });
    }
  },
});
