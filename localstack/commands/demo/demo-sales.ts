import type { DemoSaleStart } from '../../stage/box-office/demo-sale.ts';
import { formatDemoReport } from './report.ts';
import { type DemoStack, runDemo } from './run-demo.ts';
import type { DemoOptions } from './sell.ts';

/** What the button on the page sells: what `willcall demo` sells by default. */
const OPTIONS: DemoOptions = { tickets: 100, buyers: 1_000, quantity: 1, seed: 1, timeout: 120 };

/** The demo sales that people start on the page of `npm start`. */
export type DemoSales = {
  /** Starts a demo sale, unless one runs. It ends by itself, and prints its report. */
  start(stack: DemoStack): Promise<DemoSaleStart>;
  /** Ends the one that runs, and prints that it was cut off. Can be repeated. */
  stop(): Promise<void>;
};

type RunningSale = {
  /** Settles once the show exists. */
  readonly showId: Promise<string>;
  /** Settles when the buyers are gone, and never rejects. */
  readonly ended: Promise<void>;
};

/** @param run only tests replace it */
export const openDemoSales = (
  print: (text: string) => void = console.log,
  run: typeof runDemo = runDemo,
): DemoSales => {
  const stopping = new AbortController();
  let running: RunningSale | undefined;

  const begin = (stack: DemoStack): RunningSale => {
    const show = Promise.withResolvers<string>();
    const report = run(stack, OPTIONS, { onShow: show.resolve, signal: stopping.signal });
    const ended = report
      .then(
        (report) => print(`\nDemo sale from the page: ${formatDemoReport(report)}`),
        (error: unknown) => {
          show.reject(error);
          print(
            stopping.signal.aborted
              ? 'The demo sale was cut off, so it has no report.'
              : `The demo sale has failed. ${sayWhy(error)}`,
          );
        },
      )
      .finally(() => {
        running = undefined;
      });
    return { showId: show.promise, ended };
  };

  return {
    start: async (stack) => {
      const outcome = running === undefined ? 'started' : 'running';
      running ??= begin(stack);
      try {
        return { outcome, showId: await running.showId };
      } catch (error) {
        return { outcome: 'failed', message: `The demo sale has not started. ${sayWhy(error)}` };
      }
    },
    stop: async () => {
      stopping.abort(new Error('The stack is stopping.'));
      await running?.ended;
    },
  };
};

const sayWhy = (error: unknown): string => (error instanceof Error ? error.message : String(error));
