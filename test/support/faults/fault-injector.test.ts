import {
  DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { createCapacityMeter } from '../capacity/capacity-meter.ts';
import { createScratchTable, localDynamo } from '../capacity/scratch-table.ts';
import {
  connectionRefused,
  requestTimeout,
  throughputExceeded,
  transactionCanceled,
} from './errors.ts';
import { createFaultInjector } from './fault-injector.ts';

const scene = async () => {
  const table = await createScratchTable();
  const client = new DynamoDBClient(localDynamo());
  const faults = createFaultInjector();
  const meter = createCapacityMeter(localDynamo());
  client.middlewareStack.use(faults.plugin);
  client.middlewareStack.use(meter.plugin);
  const untouched = new DynamoDBClient(localDynamo());
  const key = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } });
  const counter = {
    TableName: table,
    Key: key('counter'),
    UpdateExpression: 'ADD hits :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  };
  return {
    table,
    client,
    faults,
    meter,
    put: (sk: string) => client.send(new PutItemCommand({ TableName: table, Item: key(sk) })),
    hit: () => client.send(new UpdateItemCommand(counter)),
    hitInTransaction: () =>
      client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update: counter }] })),
    hits: async () => {
      const read = { TableName: table, Key: key('counter'), ConsistentRead: true };
      const { Item } = await untouched.send(new GetItemCommand(read));
      return Number(Item?.hits?.N ?? 0);
    },
  };
};

describe('a fault before a call', () => {
  it('has no effect, and the caller gets the error', async () => {
    const { faults, hit, hits } = await scene();
    faults.before('UpdateItemCommand', throughputExceeded);
    await expect(hit()).rejects.toThrow(ProvisionedThroughputExceededException);
    expect(await hits()).toBe(0);
  });

  it('is not hidden by a retry of the SDK', async () => {
    const { faults, hit, meter } = await scene();
    faults.before('UpdateItemCommand', requestTimeout);
    await expect(hit()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(meter.totals()).toMatchObject({ calls: { UpdateItemCommand: 1 }, attempts: 0 });
  });

  it('hits only the next call by default', async () => {
    const { faults, hit, hits } = await scene();
    faults.before('UpdateItemCommand', connectionRefused);
    await expect(hit()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await hit();
    expect(await hits()).toBe(1);
  });
});

describe('a fault after a call', () => {
  it('takes effect, and the caller gets the error', async () => {
    const { faults, hit, hits } = await scene();
    faults.after('UpdateItemCommand', requestTimeout);
    await expect(hit()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await hits()).toBe(1);
  });

  it('is counted by the capacity meter like a successful call', async () => {
    const { faults, hitInTransaction, meter } = await scene();
    faults.after('TransactWriteItemsCommand', requestTimeout);
    await expect(hitInTransaction()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(meter.totals()).toMatchObject({ attempts: 1, writeUnits: 2 });
  });

  it('waits for a call that the service does not reject', async () => {
    const { client, faults, put, table } = await scene();
    faults.after('PutItemCommand', requestTimeout);
    const refused = new PutItemCommand({ TableName: table, Item: { pk: { S: 'no sort key' } } });
    await expect(client.send(refused)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(() => faults.assertAllUsed()).toThrow('1 × after PutItemCommand');
    await expect(put('a')).rejects.toMatchObject({ name: 'TimeoutError' });
    faults.assertAllUsed();
  });
});

describe('a fault below the retries of the SDK', () => {
  const beneathRetries = true;

  it('before a call is repaired by a second attempt of the SDK', async () => {
    const { faults, hit, hits, meter } = await scene();
    faults.before('UpdateItemCommand', requestTimeout, { beneathRetries });
    const { $metadata } = await hit();
    expect($metadata.attempts).toBe(2);
    expect(await hits()).toBe(1);
    expect(meter.totals()).toMatchObject({ attempts: 2, writeUnits: 1 });
  });

  it('after a plain update makes the SDK execute it twice', async () => {
    const { faults, hit, hits, meter } = await scene();
    faults.after('UpdateItemCommand', requestTimeout, { beneathRetries });
    await hit();
    expect(await hits()).toBe(2);
    expect(meter.totals()).toMatchObject({
      calls: { UpdateItemCommand: 1 },
      attempts: 2,
      writeUnits: 2,
    });
  });

  it('after a transaction makes the SDK resend it with its token, and it is executed once', async () => {
    const { faults, hitInTransaction, hits, meter } = await scene();
    faults.after('TransactWriteItemsCommand', requestTimeout, { beneathRetries });
    const { $metadata } = await hitInTransaction();
    expect($metadata.attempts).toBe(2);
    expect(await hits()).toBe(1);
    expect(meter.totals()).toMatchObject({ attempts: 2, writeUnits: 2, readUnits: 2 });
  });

  it('reaches the caller when it lasts longer than the attempts of the SDK', async () => {
    const { faults, hit, hits, meter } = await scene();
    faults.before('UpdateItemCommand', requestTimeout, { beneathRetries, times: 4 });
    await expect(hit()).rejects.toMatchObject({
      name: 'TimeoutError',
      $metadata: { attempts: 4 },
    });
    expect(meter.totals()).toMatchObject({ attempts: 4, writeUnits: 0 });
    expect(await hits()).toBe(0);
    faults.assertAllUsed();
  });

  it('is not retried when the SDK treats the error as permanent', async () => {
    const { faults, hitInTransaction, meter } = await scene();
    const conflict = transactionCanceled(['TransactionConflict']);
    faults.before('TransactWriteItemsCommand', conflict, { beneathRetries });
    await expect(hitInTransaction()).rejects.toThrow(TransactionCanceledException);
    expect(meter.totals().attempts).toBe(1);
  });
});

describe('the plan', () => {
  it('selects calls by a predicate over their name and input', async () => {
    const { faults, put } = await scene();
    const ofB = ({ input }: { input: unknown }) => JSON.stringify(input).includes('"b"');
    faults.before(ofB, throughputExceeded);
    await put('a');
    await expect(put('b')).rejects.toThrow(ProvisionedThroughputExceededException);
  });

  it('passes a predicate the same input for a document client', async () => {
    const { client, faults, table } = await scene();
    const seen: unknown[] = [];
    faults.before(({ input }) => seen.push(input) === 0, throughputExceeded);
    const Item = { pk: 'p', sk: 'a' };
    await DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: table, Item }));
    expect(seen).toEqual([{ TableName: table, Item: { pk: { S: 'p' }, sk: { S: 'a' } } }]);
  });

  it('lets calls through before the first fault, and then fails as many as requested', async () => {
    const { faults, hit } = await scene();
    faults.before('UpdateItemCommand', throughputExceeded, { skip: 1, times: 2 });
    const ended = [];
    for (let call = 0; call < 4; call += 1) {
      ended.push(
        await hit().then(
          () => 'ok',
          (error: Error) => error.name,
        ),
      );
    }
    const failed = 'ProvisionedThroughputExceededException';
    expect(ended).toEqual(['ok', failed, failed, 'ok']);
  });

  it('accepts a plain number as the times', async () => {
    const { faults, hit } = await scene();
    faults.before('UpdateItemCommand', throughputExceeded, 2);
    await expect(hit()).rejects.toThrow();
    await expect(hit()).rejects.toThrow();
    await hit();
  });

  it('logs the injected faults, and reports the unused ones', async () => {
    const { faults, hit } = await scene();
    faults.before('UpdateItemCommand', throughputExceeded);
    faults.after('PutItemCommand', requestTimeout, 2);
    await expect(hit()).rejects.toThrow();
    expect(faults.log()).toMatchObject([
      {
        moment: 'before',
        commandName: 'UpdateItemCommand',
        error: { name: 'ProvisionedThroughputExceededException' },
      },
    ]);
    expect(() => faults.assertAllUsed()).toThrow(
      'faults that no call met: 2 × after PutItemCommand',
    );
  });
});
