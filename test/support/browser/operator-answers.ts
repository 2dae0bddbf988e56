import type { Audit, DeadLetterList } from '@willcall/contracts';

const revenue = { amount: 1_599, currency: 'EUR' };
const TIME = '2031-05-20T09:00:00.000Z';

/** An audit that found a difference, in a sentence longer than a line. */
export const makeFailedAudit = (showId: string): Audit => ({
  auditId: 'mTdrQ2z0bUq1J4oE',
  showId,
  status: 'DONE',
  requestedAt: TIME,
  finishedAt: TIME,
  findings: {
    holds: false,
    stock: { capacity: 1, available: 0, held: 0, sold: 1, revenue },
    records: { tickets: 1, revenue, byStatus: { CONFIRMED: 1, CANCELLED: 0 } },
    found: 1,
    differences: [
      {
        code: 'CAPACITY',
        message: `The capacity of ${showId} is 2, and its stock adds up to 1.`,
        runbook: 'infra/RUNBOOK.md#audit-stock',
      },
    ],
  },
});

/** A message for each verdict. */
export const LETTERS: DeadLetterList = {
  dead: { ready: 1, hidden: 3 },
  parked: { ready: 2, hidden: 0 },
  letters: [
    {
      queue: 'dead',
      messageId: '961ced74-58e7-437b-a39f-480c49f95a52',
      purchaseId: 'q7bnZ1FCWNz8uVg3hTjYk0aLxE5mRw2D',
      receiveCount: 7,
      sentAt: TIME,
      verdict: 'decided',
      status: 'CONFIRMED',
    },
    {
      queue: 'parked',
      messageId: '0d8bb24f-3fd5-4b34-a4b3-7d1d3d2f8b0c',
      purchaseId: 'Zk3vR9xTqLw0s7PdZ1FCWNz8uVg3hTjY',
      receiveCount: 1,
      sentAt: TIME,
      verdict: 'waiting',
      next: 'redrive',
    },
    {
      queue: 'parked',
      messageId: '5c3e8a70-2a3c-4c8e-9d58-6f4fb1c5a111',
      receiveCount: 2,
      sentAt: TIME,
      verdict: 'poison',
      why: 'Not a purchase message: (body)',
      next: 'repair',
    },
  ],
};
