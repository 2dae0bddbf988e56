import { randomUUID } from 'node:crypto';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { type EventDetail, type EventType, eventTypes } from '@willcall/contracts';
import { createSqsClient, type LocalStage } from '@willcall/localstack';
import { expect, inject, onTestFinished } from 'vitest';

/** The queue of a third party, subscribed to all events of a stage. */
export type Subscriber = {
  /**
   * Waits for an event of this type that matches. Returns its detail, validated by the contract.
   */
  event<T extends EventType>(
    type: T,
    fits?: (detail: EventDetail<T>) => boolean,
  ): Promise<EventDetail<T>>;
  /** Every event so far, including repeats. */
  received(): readonly { readonly type: string; readonly detail: unknown }[];
};

/** Subscribes a new queue to the bus of a stage, and reads it until the test ends. */
export async function openSubscriber({
  eventsEndpoint,
  resources,
}: LocalStage): Promise<Subscriber> {
  const name = `subscriber-${randomUUID()}`;
  const sqs = createSqsClient({ sqsEndpoint: inject('sqsEndpoint') });
  const events = new EventBridgeClient({
    endpoint: eventsEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const rule = { Name: name, EventBusName: resources.bus };
  await events.send(new PutRuleCommand({ ...rule, EventPattern: '{"source":["willcall"]}' }));
  const Arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
  await events.send(
    new PutTargetsCommand({ Rule: name, EventBusName: resources.bus, Targets: [{ Id: '1', Arn }] }),
  );

  const received: { type: string; detail: unknown }[] = [];
  let reading = true;
  const read = (async () => {
    while (reading) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      for (const { Body = '', ReceiptHandle } of Messages) {
        const { 'detail-type': type, detail } = JSON.parse(Body);
        received.push({ type, detail });
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  })();
  onTestFinished(async () => {
    reading = false;
    await read;
    sqs.destroy();
    events.destroy();
  });

  return {
    received: () => received,
    event: async (type, fits = () => true) => {
      const find = () =>
        received
          .filter((event) => event.type === type)
          .map(({ detail }) => eventTypes[type].parse(detail) as EventDetail<typeof type>)
          .find(fits);
      await expect.poll(find).toBeDefined();
      const found = find();
      if (found === undefined) throw new Error(`No ${type} arrived`);
      return found;
    },
  };
}
