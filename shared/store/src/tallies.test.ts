import { emptyTally } from '@willcall/domain';
import { expect, it } from 'vitest';
import { openStore } from './open-store.ts';
import { readTallies } from './tallies.ts';

const AT = '2031-05-01T08:00:00.000Z';

/** A table with this many tallies, the newest first, as the query asks. */
function storeWith(count: number) {
  const items = Array.from({ length: count }, (_, nth) => ({
    subject: '#tally#hamlet',
    environment: `${new Date(Date.parse(AT) - nth * 1_000).toISOString()}#${nth}#P#key`,
    seconds: [{ ...emptyTally, second: 0, confirmed: 1 }],
  }));
  const client = {
    region: 'eu-central-1',
    endpoint: 'http://127.0.0.1:9',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const answer = {
    applyToStack: (stack: Parameters<Plugin['applyToStack']>[0]) =>
      stack.add(
        () => async (args) => {
          const { Limit = 0 } = args.input as { Limit?: number };
          const output = { $metadata: {}, Items: items.slice(0, Limit) };
          return { output, response: undefined };
        },
        { step: 'build', priority: 'low', name: 'answeredByTheTest' },
      ),
  } satisfies Plugin;
  return openStore({ pulse: 'pulse' }, { client, plugins: [answer] });
}

type Plugin = NonNullable<Parameters<typeof openStore>[1]['plugins']>[number];

it('all tallies are read', async () => {
  const { seconds, readBackTo } = await readTallies(storeWith(19_999), 'hamlet', AT);
  expect(seconds).toHaveLength(19_999);
  expect(readBackTo).toBeUndefined();
});

it('of too many tallies, the newest are read, and the time from which on', async () => {
  const { seconds, readBackTo } = await readTallies(storeWith(20_001), 'hamlet', AT);
  expect(seconds).toHaveLength(20_000);
  expect(readBackTo).toBe('2031-05-01T02:26:41.000Z');
});
