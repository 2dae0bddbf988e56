import { describe, expect, it } from 'vitest';
import { answerCloudFormation } from './answer-cloudformation.ts';
import { resourceEvent, startCloudFormation } from './resources.fixture.ts';

const request = { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'PurchaseIdKeys' };

describe('a custom resource', () => {
  it('tells CloudFormation what it has become, in a way that is never shown', async () => {
    const { url, told } = await startCloudFormation();
    const handler = answerCloudFormation(async () => ({ id: 'made', data: { keys: 'k' } }));
    await handler(resourceEvent('Create', { url }));
    expect(told).toEqual([
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
  ] as const)('tells of a failed %s too, so that nobody waits for an hour', async (type, id) => {
    const { url, told } = await startCloudFormation();
    const handler = answerCloudFormation(async () => {
      throw new RangeError('Too many');
    });
    await handler(resourceEvent(type, { url }));
    expect(told[0]?.body).toEqual({
      ...request,
      Status: 'FAILED',
      Reason: 'RangeError: Too many',
      PhysicalResourceId: id,
    });
  });

  it('fails when it cannot be told, and is tried again by Lambda', async () => {
    const { url } = await startCloudFormation(503);
    const handler = answerCloudFormation(async () => ({ id: 'made' }));
    await expect(handler(resourceEvent('Create', { url }))).rejects.toThrow('answered 503');
  });
});
