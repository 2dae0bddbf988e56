import { createShowAudit } from '@willcall/audit';
import { AUDIT_MESSAGE_VERSION, type Audit } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openFifoQueue } from '../support/fifo-queue.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { setAttributes } from '../support/records/set-attributes.ts';
import { asDeployed } from '../support/role/as-deployed.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';
import { makeSqsRecord } from '../support/sale/purchase-message.ts';

const office = await openBoxOffice();
/** An office whose audits are run by hand, at a time that can be moved. */
let ahead = 0;
const faults = createFaultInjector();
const byHand = await openBoxOffice({
  pollers: 0,
  seams: { clock: () => new Date(Date.now() + ahead), sqsPlugins: [faults.plugin] },
});
const queue = openFifoQueue(byHand.stage.resources.queues.audits);

type Office = typeof office;

const start = async ({ client, adminToken: token }: Office, showId: string) =>
  client.call('startAudit', { path: { showId }, token });

const read = async ({ client, adminToken: token }: Office, { showId, auditId }: Audit) =>
  (await client.call('getAudit', { path: { showId, auditId }, token })).body;

/** Runs the function with the message of an audit. */
const runByHand = async (
  { showId, auditId }: Audit,
  seams: Parameters<typeof createShowAudit>[1] = {},
  remainingMs = 60_000,
) => {
  const { environment } = byHand.stage;
  const audit = createShowAudit(environment, asDeployed('show-audit', environment, seams));
  const body = { version: AUDIT_MESSAGE_VERSION, showId, auditId, correlationId: 'audit-1' };
  const event = { Records: [makeSqsRecord(JSON.stringify(body), auditId)] };
  return audit(event, makeLambdaContext(remainingMs));
};

describe('an audit over HTTP', () => {
  const audited = async (showId: string): Promise<Audit> => {
    const { body, headers } = await start(office, showId);
    expect(headers).toMatchObject({
      location: `/v1/shows/${showId}/audits/${body.auditId}`,
      'retry-after': '1',
    });
    await expect.poll(() => read(office, body)).not.toMatchObject({ status: 'PENDING' });
    return read(office, body);
  };

  it('finds that the books of a show agree, with its figures', async () => {
    const { showId } = await office.makeShow({ capacity: 5 });
    const ana = await office.buyer();
    await ana.buy(purchaseBody({ showId, quantity: 2 }));
    const returned = await ana.buy(purchaseBody({ showId }));
    await ana.cancel(`/v1/purchases/${returned.purchaseId}`);
    const revenue = { amount: 3198, currency: 'EUR' };
    expect(await audited(showId)).toMatchObject({
      showId,
      status: 'DONE',
      finishedAt: expect.any(String),
      findings: {
        holds: true,
        stock: { capacity: 5, available: 3, sold: 2, revenue },
        records: { tickets: 2, revenue, byStatus: { CONFIRMED: 1, CANCELLED: 1 } },
        found: 0,
        differences: [],
      },
    });
  });

  it('names each difference, with the section of the runbook', async () => {
    const { showId } = await office.makeShow({ capacity: 5 });
    await office.store.documents.send(
      setAttributes(office.store.tables.shows, { showId }, { capacity: 6 }),
    );
    const { findings } = await audited(showId);
    expect(findings).toMatchObject({ holds: false });
    expect(findings?.found).toBe(findings?.differences.length);
    expect(findings?.differences).toContainEqual(
      expect.objectContaining({
        code: 'CAPACITY',
        runbook: expect.stringMatching(/^infra\/RUNBOOK\.md#audit-/),
      }),
    );
  });

  it('is for admins, of a show that exists', async () => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    const path = `/v1/shows/${showId}/audits`;
    expect(await office.send({ method: 'POST', path, token: ana.token })).toMatchObject({
      status: 403,
    });
    const token = office.adminToken;
    expect(
      await office.send({ method: 'POST', path: '/v1/shows/nowhere/audits', token }),
    ).toMatchObject({ status: 404, body: { code: 'SHOW_NOT_FOUND' } });
    expect(await office.send({ path: `${path}/AAAAAAAAAAAAAAAA`, token })).toMatchObject({
      status: 404,
      body: { code: 'AUDIT_NOT_FOUND' },
    });
  });
});

describe('a second request', () => {
  it('leads to the running audit, and afterwards to a new one', async () => {
    const { showId } = await byHand.makeShow();
    const { body: first } = await start(byHand, showId);
    expect((await start(byHand, showId)).body).toEqual(first);
    expect(await queue.drain()).toHaveLength(1);
    await runByHand(first);
    expect(await read(byHand, first)).toMatchObject({ status: 'DONE' });
    const { body: second } = await start(byHand, showId);
    expect(second.auditId).not.toBe(first.auditId);
    await runByHand(first);
    expect(await read(byHand, second)).toMatchObject({ status: 'PENDING' });
    await queue.drain();
  });

  it('sends the audit whose message was never sent', async () => {
    const { showId } = await byHand.makeShow();
    faults.before('SendMessageCommand', throttling);
    const path = `/v1/shows/${showId}/audits`;
    expect(await byHand.send({ method: 'POST', path, token: byHand.adminToken })).toMatchObject({
      status: 503,
      body: { code: 'QUEUES_UNAVAILABLE' },
    });
    const { body } = await start(byHand, showId);
    const [message, ...more] = await queue.drain();
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ showId, auditId: body.auditId });
    expect(more).toEqual([]);
  });

  it('replaces an audit that was lost, and its message is skipped', async () => {
    const { showId } = await byHand.makeShow();
    const { body: lost } = await start(byHand, showId);
    ahead = 16 * 60_000;
    try {
      expect(await read(byHand, lost)).toMatchObject({ status: 'FAILED', reason: 'NOT_FINISHED' });
      const { body: next } = await start(byHand, showId);
      expect(next).toMatchObject({ status: 'PENDING' });
      expect(next.auditId).not.toBe(lost.auditId);
      expect(await runByHand(lost)).toEqual({ batchItemFailures: [] });
      expect(await read(byHand, next)).toMatchObject({ status: 'PENDING' });
    } finally {
      ahead = 0;
      await queue.drain();
    }
  });
});

describe('an audit that cannot end says why', () => {
  it('when the tables cannot be read', async () => {
    const { showId } = await byHand.makeShow();
    const { body } = await start(byHand, showId);
    const outage = createFaultInjector();
    outage.before('TransactGetItemsCommand', throttling);
    await runByHand(body, { dynamodbPlugins: [outage.plugin] });
    outage.assertAllUsed();
    expect(await read(byHand, body)).toMatchObject({
      status: 'FAILED',
      reason: 'STORE_UNAVAILABLE',
    });
    await queue.drain();
  });

  it('when its time is over', async () => {
    const { showId } = await byHand.makeShow();
    const { body } = await start(byHand, showId);
    await runByHand(body, {}, 10_000);
    expect(await read(byHand, body)).toMatchObject({ status: 'FAILED', reason: 'OUT_OF_TIME' });
    await queue.drain();
  });

  it('and is delivered again if not even that can be recorded', async () => {
    const { showId } = await byHand.makeShow();
    const { body } = await start(byHand, showId);
    const outage = createFaultInjector();
    outage.before('UpdateItemCommand', throttling);
    expect(
      (await runByHand(body, { dynamodbPlugins: [outage.plugin] })).batchItemFailures,
    ).toHaveLength(1);
    expect(await read(byHand, body)).toMatchObject({ status: 'PENDING' });
    await queue.drain();
  });
});
