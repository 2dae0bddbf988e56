import { reminderPartition } from '@willcall/domain';
import { describe, expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import { type NewReminder, setReminders } from './reminder.ts';

type Answer = (commandName: string, input: object, call: number) => object;

/** A store whose replies the test provides, above the SDK's retries. */
function answered(answer: Answer = () => ({})) {
  const calls: string[] = [];
  const inputs: object[] = [];
  const store = openStore(
    { reminders: 'reminders' },
    {
      client: {
        region: 'eu-central-1',
        endpoint: 'http://127.0.0.1:9',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      },
      plugins: [
        {
          applyToStack: (stack) => {
            stack.add(
              (_, { commandName = '' }) =>
                async (args) => {
                  calls.push(commandName.replace('Command', ''));
                  inputs.push(args.input);
                  const output = answer(commandName, args.input, calls.length);
                  return { output: { $metadata: {}, ...output }, response: undefined };
                },
              { step: 'build', priority: 'low' },
            );
          },
        },
      ],
    },
  );
  return { store, calls, inputs };
}

const DUE = '2031-05-31T20:00';
const minutesBefore = (minutes: number) => new Date(Date.parse(`${DUE}Z`) - minutes * 60_000);

const reminders = (count: number, minute = DUE): NewReminder[] =>
  Array.from({ length: count }, (_, index) => ({
    dueKey: reminderPartition(minute, index % 16),
    userId: `buyer-${index}`,
    recordKey: 'P#AAAAAAAAAAAAAAAA',
    showId: 'gT4vXo1sKd9Qe2Lb',
    correlationId: 'order-7',
  }));

const named = (name: string) => Object.assign(new Error(name), { name });

describe('reminders that are certainly ahead', () => {
  it('are set 25 in a call, after their minute was listed', async () => {
    const { store, calls } = answered();
    const results = await setReminders(store, reminders(60), minutesBefore(16));
    expect(calls).toEqual(['GetItem', 'PutItem', ...Array(3).fill('BatchWriteItem')]);
    expect(results).toEqual(Array(60).fill({ status: 'fulfilled', value: true }));
  });

  it('list their minute once for each connection', async () => {
    const { store, calls } = answered();
    await setReminders(store, reminders(1), minutesBefore(16));
    await setReminders(store, reminders(1), minutesBefore(16));
    expect(calls).toEqual(['GetItem', 'PutItem', 'BatchWriteItem', 'BatchWriteItem']);
  });

  it('do not list a minute that another process has listed', async () => {
    const { store, calls } = answered(() => ({ Item: { purchaseRef: DUE } }));
    await setReminders(store, reminders(1), minutesBefore(16));
    expect(calls).toEqual(['GetItem', 'BatchWriteItem']);
  });

  it('are not set if their minute cannot be listed, and those of other minutes are', async () => {
    const { store, calls } = answered((name, input) => {
      if (name === 'PutItemCommand' && JSON.stringify(input).includes(DUE)) {
        throw named('ProvisionedThroughputExceededException');
      }
      return {};
    });
    const all = [...reminders(2), ...reminders(1, '2031-05-31T20:01')];
    const results = await setReminders(store, all, minutesBefore(60));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(calls.filter((name) => name === 'BatchWriteItem')).toHaveLength(1);
    await setReminders(store, reminders(1), minutesBefore(60));
    // The failure is not remembered as listed.
    expect(calls.filter((name) => name === 'PutItem')).toHaveLength(3);
  });

  it('are sent again if a throttled call left them unprocessed', async () => {
    const [one] = reminders(1);
    const left = { UnprocessedItems: { reminders: [{ PutRequest: { Item: { ...one } } }] } };
    let batches = 0;
    const { store } = answered((name) => {
      if (name === 'BatchWriteItemCommand') batches += 1;
      return name === 'BatchWriteItemCommand' && batches === 1 ? left : {};
    });
    const results = await setReminders(store, reminders(2), minutesBefore(16));
    expect(batches).toBe(2);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });

  it('fail together with their call, and not with another one', async () => {
    let batches = 0;
    const { store } = answered((name) => {
      if (name === 'BatchWriteItemCommand') batches += 1;
      if (batches === 1 && name === 'BatchWriteItemCommand') throw named('InternalServerError');
      return {};
    });
    const results = await setReminders(store, reminders(30), minutesBefore(16));
    expect(results.slice(0, 25).every(({ status }) => status === 'rejected')).toBe(true);
    expect(results.slice(25).every(({ status }) => status === 'fulfilled')).toBe(true);
  });

  it.each(['ValidationException', 'TransactionConflictException'])(
    'are set one by one after a %s of their call',
    async (name) => {
      const { store, calls } = answered((command) => {
        if (command === 'BatchWriteItemCommand') throw named(name);
        return {};
      });
      const results = await setReminders(store, reminders(3), minutesBefore(16));
      expect(calls.slice(2)).toEqual(['BatchWriteItem', 'PutItem', 'PutItem', 'PutItem']);
      expect(results.map(({ status }) => status)).toEqual(Array(3).fill('fulfilled'));
    },
  );
});

describe('a reminder that may have fired', () => {
  it.each([
    ['is due in 15 minutes', minutesBefore(15), {}],
    ['was due', minutesBefore(-1), {}],
    ['is set as fired', minutesBefore(-3), { firedAt: '2031-05-31T20:03:00.000Z' }],
  ])('because it %s is put alone, if it has not fired', async (_, now, fired) => {
    const { store, calls, inputs } = answered();
    const all = reminders(2).map((reminder) => ({ ...reminder, ...fired }));
    await setReminders(store, all, now);
    expect(calls).not.toContain('BatchWriteItem');
    for (const put of inputs.slice(-2)) {
      expect(put).toMatchObject({ ConditionExpression: 'attribute_not_exists(firedAt)' });
    }
  });

  it('is reported as not set if it has fired', async () => {
    const { store } = answered((name, input) => {
      if (name === 'PutItemCommand' && 'ConditionExpression' in input) {
        throw named('ConditionalCheckFailedException');
      }
      return {};
    });
    const [result] = await setReminders(store, reminders(1), minutesBefore(1));
    expect(result).toMatchObject({ status: 'rejected' });
  });
});
