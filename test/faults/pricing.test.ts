import { describe, expect, it } from 'vitest';
import {
  connectionRefused,
  internalServerError,
  requestTimeout,
  throttling,
} from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openRepricedShow } from '../support/pricing/repriced-show.ts';

const STAMP = 'UpdateItemCommand';

const faultsOfDynamoDb = {
  'a throttle': throttling,
  'a timeout': requestTimeout,
  'a refused connection': connectionRefused,
  'an internal error': internalServerError,
};

describe('when DynamoDB answers a price change with', () => {
  it.each(Object.entries(faultsOfDynamoDb))(
    '%s, the bus delivers the event again',
    async (_, fault) => {
      const show = await openRepricedShow(1599);
      const announced = await show.setPrice(1299);
      const faults = createFaultInjector();
      faults.before(STAMP, fault);
      await expect(
        show.deliver(announced, { dynamodbPlugins: [faults.plugin] }),
      ).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
      faults.assertAllUsed();
      expect(await show.record()).not.toHaveProperty('stampedVersion');

      await show.deliver(announced);
      expect(await show.record()).toMatchObject({ discountPercentage: 18.76, stampedVersion: 1 });
    },
  );
});

it('a price change whose reply was lost is stamped once, and the next delivery changes nothing', async () => {
  const show = await openRepricedShow(1599);
  const announced = await show.setPrice(1299);
  const faults = createFaultInjector();
  faults.after(STAMP, requestTimeout);
  const lost = show.deliver(announced, { dynamodbPlugins: [faults.plugin] });
  await expect(lost).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  faults.assertAllUsed();
  const stamped = await show.record();
  expect(stamped).toMatchObject({ stampedVersion: 1 });

  await show.deliver(announced);
  expect(await show.record()).toEqual(stamped);
});

it('a price that is set between two deliveries of an older change keeps its own stamp', async () => {
  const show = await openRepricedShow(1599);
  const older = await show.setPrice(1299);
  const faults = createFaultInjector();
  faults.before(STAMP, throttling);
  const failed = show.deliver(older, { dynamodbPlugins: [faults.plugin] });
  await expect(failed).rejects.toThrow();
  const newer = await show.setPrice(999);
  await show.deliver(newer);
  const stamped = await show.record();
  await show.deliver(older);
  expect(await show.record()).toEqual(stamped);
});
