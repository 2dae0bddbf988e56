import { readFile } from 'node:fs/promises';
import { type EventType, eventTypes } from '@willcall/contracts';
import { ASYNCAPI_FILE } from '@willcall/contracts/asyncapi';
import { eventExamples } from '@willcall/contracts/event-examples';
import { SCHEMAS_FOLDER } from '@willcall/contracts/event-schemas';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it, test } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { openSubscriber } from '../support/subscribers/subscriber.ts';

const readJson = async (file: URL) => JSON.parse(await readFile(file, 'utf8'));

const makeAjv = () => addFormats.default(new Ajv({ allErrors: true }));

/** Lists what is wrong with a detail by the committed schema, as a subscriber without our code does. */
const findFaults = async (type: EventType, detail: unknown) => {
  const validate = makeAjv().compile(await readJson(new URL(`${type}.json`, SCHEMAS_FOLDER)));
  return validate(detail) ? [] : validate.errors;
};

describe.each(Object.keys(eventTypes) as EventType[])('the schema of %s', (type) => {
  const example = eventExamples[type];

  it('takes its example, and fields that a later release adds', async () => {
    expect(await findFaults(type, example)).toEqual([]);
    expect(await findFaults(type, { ...example, addedLater: { any: 'thing' } })).toEqual([]);
  });

  it.each(['eventId', 'version', 'occurredAt', 'correlationId'])(
    'refuses it without %s',
    async (name) => {
      expect(await findFaults(type, { ...example, [name]: undefined })).toMatchObject([
        { keyword: 'required', params: { missingProperty: name } },
      ]);
    },
  );
});

test('asyncapi.json takes each event as EventBridge delivers it, and no other type', async () => {
  const { components } = await readJson(ASYNCAPI_FILE);
  const ajv = makeAjv();
  // References are relative to the document.
  ajv.addKeyword('components');
  for (const [type, detail] of Object.entries(eventExamples)) {
    const validate = ajv.compile({ ...components.messages[type].payload, components });
    const event = { source: 'willcall', 'detail-type': type, detail, region: 'eu-west-1' };
    expect(validate(event), ajv.errorsText(validate.errors)).toBe(true);
    expect(validate({ ...event, 'detail-type': 'Another' })).toBe(false);
  }
});

test('the events of a sale match their schemas', async () => {
  const office = await openBoxOffice({ announces: true });
  const subscribed = await openSubscriber(office.stage);
  const { showId } = await office.makeShow({ capacity: 1 });
  const [ana, bob] = [await office.buyer(), await office.buyer()];
  await ana.buy(purchaseBody({ showId, quantity: 1 }));
  await bob.buy(purchaseBody({ showId, quantity: 2 }));
  for (const type of [
    'ShowCreated',
    'PurchaseConfirmed',
    'PurchaseRejected',
    'ShowSoldOut',
  ] as const) {
    expect(await findFaults(type, await subscribed.event(type)), type).toEqual([]);
  }
});
