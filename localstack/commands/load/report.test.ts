import { describe, expect, it } from 'vitest';
import { arrived, report, run, START, samples } from './report.fixture.ts';
import { formatLoadReport, makeLoadReport } from './report.ts';

describe('the report of a load', () => {
  it('separates accept latency, time to decision and tickets sold per second', () => {
    expect(report).toMatchObject({
      ok: true,
      accepted: 2,
      repeated: 1,
      cardsRefused: 1,
      told: { asked: 2, soldTickets: 1, rejected: { SOLD_OUT: 1 }, unexpected: {} },
      acceptLatencyMs: { p50: 20, p99: 20 },
      timeToDecisionMs: { p50: 250, p99: 250 },
      sellingSeconds: 2,
      ticketsSoldPerSecond: 0.5,
      seconds: 2.6,
      startedAt: new Date(START).toISOString(),
    });
  });

  it('has no speed if nothing was sold', () => {
    const none = makeLoadReport({ ...run, buyers: 1, samples: [arrived(0)] });
    expect(none).toMatchObject({ sellingSeconds: null, ticketsSoldPerSecond: null });
    expect(none.acceptLatencyMs.p50).toBeNull();
  });

  it.each<[string, Partial<typeof run>, string]>([
    ['a buyer who never came', { buyers: 4 }, '4 buyers were planned, but 3 arrived.'],
    [
      'two purchases with one key',
      { audit: { ...run.audit, records: 3 } },
      '2 purchases were accepted, but there are 3 records.',
    ],
    [
      'a ticket that no buyer received',
      { audit: { ...run.audit, tickets: 2 } },
      'Buyers received 1 tickets, but the records contain 2.',
    ],
    [
      'an unexpected answer',
      { samples: [...samples, { kind: 'unexpected', at: START + 3_000, what: 'GET: 500' }] },
      '1 buyers got an unexpected answer: GET: 500.',
    ],
    [
      'a buyer without a decision',
      { samples: [...samples, { kind: 'undecided', at: START + 3_000 }] },
      '1 buyers got no decision in time.',
    ],
  ])('fails for %s', (_, change, sentence) => {
    const { ok, faults } = makeLoadReport({ ...run, ...change });
    expect(ok).toBe(false);
    expect(faults).toContain(sentence);
  });

  it('fails for an audit or a threshold that does not hold', () => {
    expect(makeLoadReport({ ...run, audit: { ...run.audit, holds: false } }).ok).toBe(false);
    expect(makeLoadReport({ ...run, checks: [{ expression: 'x < 1', holds: false }] }).ok).toBe(
      false,
    );
  });

  it('does not count records if only counters could be read', () => {
    const counted = makeLoadReport({ ...run, audit: { ...run.audit, records: null } });
    expect(counted.ok).toBe(true);
    expect(formatLoadReport(counted)).toContain("The audit of the show's counters holds.");
  });
});

describe('the printed report', () => {
  it('adds the tickets up', () => {
    expect(formatLoadReport(report)).toContain(
      'tickets left 0 + tickets in confirmed purchases 1 = 1\nThe audit holds.',
    );
  });

  it('says what failed', () => {
    const checks = [{ expression: 'vusers.failed == 0', holds: false }];
    const audit = { ...run.audit, holds: false, differences: ['CAPACITY: It differs.'] };
    const text = formatLoadReport(makeLoadReport({ ...run, checks, audit }));
    expect(text).toContain('FAIL  vusers.failed == 0');
    expect(text).toContain('CAPACITY: It differs.');
    expect(text).toMatch(/THE AUDIT DOES NOT HOLD\.\nTHE LOAD TEST FAILED\.$/);
  });

  it('warns about latencies only if the load shares its machine', () => {
    expect(formatLoadReport(report)).toContain('share this machine');
    expect(formatLoadReport({ ...report, isLocal: false })).not.toContain('share this machine');
  });
});
