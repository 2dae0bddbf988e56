import { createHttpEvent, createLambdaContext } from '@willcall/lambda/testing';
import { expect, it } from 'vitest';
import { createHealth } from './health.ts';

it('the health check answers anyone, without any configuration', async () => {
  const reply = await createHealth({})(createHttpEvent(), createLambdaContext());
  expect(reply).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
});
