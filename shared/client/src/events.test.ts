import { eventTypes } from '@willcall/contracts';
import { eventExamples } from '@willcall/contracts/event-examples';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, deduplicate, NotAnEventError, parseEvent } from './events.ts';

const types = Object.keys(eventTypes) as (keyof typeof eventTypes)[];
const envelop = (type: string, detail: unknown) => ({
  source: 'willcall',
  'detail-type': type,
  detail,
});
const confirmed = envelop('PurchaseConfirmed', eventExamples.PurchaseConfirmed);

describe('parseEvent', () => {
  it.each(types)('types %s, from an object or a text', (type) => {
    const received = envelop(type, eventExamples[type]);
    const { eventId, occurredAt, correlationId } = eventExamples[type];
    const event = { type, eventId, occurredAt, correlationId, detail: eventExamples[type] };
    expect(parseEvent(received)).toEqual(event);
    expect(parseEvent(JSON.stringify(received))).toEqual(event);
  });

  it.each([
    ['a new type', envelop('TicketUpgraded', eventExamples.PurchaseConfirmed)],
    [
      'a new version',
      envelop('PurchaseConfirmed', { ...(confirmed.detail as object), version: 2 }),
    ],
  ])('passes an event of %s through as Unknown', (_, received) => {
    expect(parseEvent(received)).toMatchObject({
      type: 'Unknown',
      originalType: received['detail-type'],
      detail: received.detail,
    });
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', undefined],
    ['an event of another source', { ...confirmed, source: 'aws.s3' }],
    ['a detail without an id', envelop('PurchaseConfirmed', { version: 1 })],
    ['no detail', envelop('PurchaseConfirmed', undefined)],
  ])('refuses %s', (_, received) => {
    expect(() => parseEvent(received)).toThrow(NotAnEventError);
  });
});

describe('deduplicate', () => {
  const event = parseEvent(confirmed);

  it('handles a redelivered event once', async () => {
    const handled: string[] = [];
    const handle = deduplicate(createMemoryStore(), async ({ eventId }) => {
      handled.push(eventId);
    });
    expect(await handle(event)).toBe(true);
    expect(await handle(event)).toBe(false);
    expect(handled).toEqual([event.eventId]);
  });

  it('handles an event again after its handler failed', async () => {
    let attempts = 0;
    const handle = deduplicate(createMemoryStore(), async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('down');
    });
    await expect(handle(event)).rejects.toThrow('down');
    expect(await handle(event)).toBe(true);
  });

  it('remembers as many events as its store keeps', async () => {
    const store = createMemoryStore(2);
    for (const id of ['a', 'b', 'c']) await store.claim(id);
    expect(await store.claim('a')).toBe(true);
    expect(await store.claim('c')).toBe(false);
  });
});
