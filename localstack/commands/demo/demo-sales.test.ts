import { expect, test } from 'vitest';
import { openDemoSales } from './demo-sales.ts';
import type { DemoReport } from './report.ts';
import type { DemoStack, runDemo } from './run-demo.ts';

const stack: DemoStack = {
  url: 'http://127.0.0.1:1',
  dynamodbEndpoint: 'http://127.0.0.1:2',
  tables: {} as DemoStack['tables'],
};

/** Demo sales whose buyers wait until a test lets them go. */
const open = () => {
  const printed: string[] = [];
  const runs: { fail(error: Error): void; show(): void }[] = [];
  const run: typeof runDemo = async (_stack, _options, { onShow, signal }) => {
    const { promise, reject } = Promise.withResolvers<DemoReport>();
    const showId = `show-${runs.length + 1}`;
    runs.push({ fail: reject, show: () => onShow?.(showId) });
    signal.addEventListener('abort', () => reject(signal.reason));
    return await promise;
  };
  const sales = openDemoSales((text) => printed.push(text), run);
  return { printed, runs, start: () => sales.start(stack), stop: sales.stop };
};

test('a second demo sale does not start while one runs, and learns which', async () => {
  const { runs, start } = open();
  const both = Promise.all([start(), start()]);
  runs[0]?.show();
  expect(await both).toEqual([
    { outcome: 'started', showId: 'show-1' },
    { outcome: 'running', showId: 'show-1' },
  ]);
  expect(runs).toHaveLength(1);
});

test('a demo sale that fails says why, and the next one starts', async () => {
  const { printed, runs, start } = open();
  const first = start();
  runs[0]?.fail(new Error('The API is away.'));
  expect(await first).toEqual({
    outcome: 'failed',
    message: 'The demo sale has not started. The API is away.',
  });
  expect(printed).toEqual(['The demo sale has failed. The API is away.']);
  const second = start();
  runs[1]?.show();
  expect(await second).toEqual({ outcome: 'started', showId: 'show-2' });
});

test('a stack that stops ends its demo sale, and says once that it was cut off', async () => {
  const { printed, runs, start, stop } = open();
  const started = start();
  runs[0]?.show();
  await started;
  await stop();
  await stop();
  expect(printed).toEqual(['The demo sale was cut off, so it has no report.']);
});
