import { readFile } from 'node:fs/promises';
import type * as contracts from '@willcall/contracts';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as api from '../generated/api.ts';
import type { EventDetails } from '../generated/events.ts';
import { generatedFiles, locate } from './generate-types.ts';

describe('the types of the published client', () => {
  it.each(Object.entries(generatedFiles))(
    'in %s match the contracts (npm run client-types regenerates them)',
    async (name, generate) => {
      expect(await readFile(locate(name), 'utf8')).toBe(await generate());
    },
  );

  it('describe what the API answers', () => {
    expectTypeOf<contracts.ShowWithStock>().toExtend<api.ShowWithStock>();
    expectTypeOf<api.Money>().toEqualTypeOf<contracts.Money>();
    expectTypeOf<api.DecidedPurchase['status']>().toEqualTypeOf<
      contracts.DecidedPurchase['status']
    >();
  });

  it('describe the details of the events, and let them be kept as JSON objects', () => {
    expectTypeOf<keyof EventDetails>().toEqualTypeOf<contracts.EventType>();
    expectTypeOf<EventDetails['ShowSoldOut']>().toExtend<contracts.EventDetail<'ShowSoldOut'>>();
    expectTypeOf<contracts.EventDetail<'ShowSoldOut'>>().toExtend<EventDetails['ShowSoldOut']>();
    expectTypeOf<EventDetails['ShowSoldOut']>().toExtend<Readonly<Record<string, unknown>>>();
  });
});
