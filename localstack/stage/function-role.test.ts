import {
  type AccessedResource,
  type FunctionId,
  functions,
  rolePermissions,
} from '@willcall/topology';
import { describe, expect, it } from 'vitest';
import { createFunctionRole, resourceArn } from './function-role.ts';

const ids = Object.keys(functions) as FunctionId[];

/** The variables of a stage that name the resources of functions. */
const environment = {
  SHOWS_TABLE: 'x-shows',
  STOCK_TABLE: 'x-stock',
  JOURNAL_TABLE: 'x-journal',
  PURCHASES_TABLE: 'x-purchases',
  SEATS_TABLE: 'x-seats',
  REMINDERS_TABLE: 'x-reminders',
  DUE_PAYMENTS_TABLE: 'x-due-payments',
  PULSE_TABLE: 'x-pulse',
  PURCHASES_QUEUE_URL: 'http://127.0.0.1/0/x-purchases.fifo',
  DEAD_LETTERS_QUEUE_URL: 'http://127.0.0.1/0/x-purchases-dead.fifo',
  AUDITS_QUEUE_URL: 'http://127.0.0.1/0/x-audits.fifo',
  PAYMENTS_QUEUE_URL: 'http://127.0.0.1/0/x-payments.fifo',
  PARKED_PURCHASES_QUEUE_URL: 'http://127.0.0.1/0/x-parked-purchases.fifo',
  PARKED_EVENTS_QUEUE_URL: 'http://127.0.0.1/0/x-parked-events',
  EVENT_BUS_NAME: 'x',
  FLYERS_BUCKET: 'x-flyers',
};

/** Whether only Lambda itself uses the resource, or a local stage has a file or nothing in its place. */
const isAbsentLocally = (resource: AccessedResource): boolean =>
  ['stream', 'failed-invocations', 'purchase-id-keys', 'payment-keys', 'metrics'].includes(
    resource.kind,
  ) ||
  ('bucket' in resource && resource.bucket === 'failures');

const listDeployedPermissions = (id: FunctionId) =>
  rolePermissions(id).flatMap(({ service, actions, resources }) =>
    resources
      .filter((resource) => !isAbsentLocally(resource))
      .flatMap((resource) =>
        actions.map((action) => ({
          action: `${service}:${action}`,
          resource: resourceArn(resource, environment) ?? `nothing for ${resource.kind}`,
        })),
      ),
  );

describe('a local role', () => {
  const all = ids.flatMap(listDeployedPermissions);
  const actions = [...new Set(all.map(({ action }) => action))];
  const resources = [...new Set(all.map(({ resource }) => resource))];

  it.each(ids)('of %s allows exactly what its deployed role allows', (id) => {
    const role = createFunctionRole(id, environment);
    const allowed = actions.flatMap((action) =>
      resources
        .filter((resource) => role.allows({ action, resource }))
        .map((resource) => `${action} ${resource}`),
    );
    const expected = listDeployedPermissions(id).map(
      ({ action, resource }) => `${action} ${resource}`,
    );
    expect(allowed.sort()).toEqual([...new Set(expected)].sort());
  });

  it('covers every object of a bucket, and no other bucket', () => {
    const { allows } = createFunctionRole('flyers', environment);
    const action = 's3:GetObject';
    expect(allows({ action, resource: 'arn:aws:s3:::x-flyers/shows/y.png' })).toBe(true);
    expect(allows({ action, resource: 'arn:aws:s3:::x-flyers-2/shows/y.png' })).toBe(false);
  });

  it('allows nothing that the environment does not name', () => {
    const { allows } = createFunctionRole('pricing', {});
    const table = 'arn:aws:dynamodb:us-east-1:000000000000:table';
    for (const name of ['x-shows', 'undefined', '']) {
      expect(allows({ action: 'dynamodb:GetItem', resource: `${table}/${name}` })).toBe(false);
    }
  });
});
