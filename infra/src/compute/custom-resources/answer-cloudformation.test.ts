import { describe, expect, it } from 'vitest';
import { answerCloudFormation } from './answer-cloudformation.ts';
import { resourceEvent, startCloudFormation } from './resources.fixture.ts';

const request = { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'PurchaseIdKeys' };

describe('a custom resource', () => {
  it('reports its result to CloudFormation, as data that is never shown', async () => {
    const { url, received } = await startCloudFormation();
    const handler = answerCloudFormation(async () => ({ id: 'made', data: { keys: 'k' } }));
    await handler(resourceEvent('Create', { url }));
    expect(received).toEqual([
      {
        method: 'PUT',
        contentType: '',
        body: {
          ...request,
          Status: 'SUCCESS',
          PhysicalResourceId: 'made',
          NoEcho: true,
          Data: { keys: 'k' },
        },
      },
    ]);
  });

  it.each([
    ['Create', 'PurchaseIdKeys'],
    ['Update', 'made-before'],
    ['Delete', 'made-before'],
  ] as const)(
    'reports a failed %s too, so CloudFormation does not wait for an hour',
    async (type, id) => {
      const { url, received } = await startCloudFormation();
      const handler = answerCloudFormation(async () => {
        throw new RangeError('Too many');
      });
      await handler(resourceEvent(type, { url }));
      expect(received[0]?.body).toEqual({
        ...request,
        Status: 'FAILED',
        Reason: 'RangeError: Too many',
        PhysicalResourceId: id,
      });
    },
  );

  it('fails if it cannot report, and Lambda runs it again', async () => {
    const { url } = await startCloudFormation(503);
    const handler = answerCloudFormation(async () => ({ id: 'made' }));
    await expect(handler(resourceEvent('Create', { url }))).rejects.toThrow('answered 503');
  });
});
