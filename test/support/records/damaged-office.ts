import type { PurchaseList, SeatMap, ShowList, TitleList } from '@willcall/contracts';
import { expect, onTestFinished } from 'vitest';
import { waitFor } from '../backend/scaled-timeout.ts';
import { openBoxOffice } from '../http/box-office.ts';
import { capturePrintedLines } from '../http/printed-lines.ts';
import { type Damage, damageRecord, type RecordAddress } from './damage-record.ts';

/** What the API answers when it needs a record that cannot be read. */
export const DAMAGED = { status: 500, code: 'RECORD_UNREADABLE' };

/** Opens a stage whose records a test damages, and reads what its functions say about them. */
export async function openDamagedOffice() {
  const printed = capturePrintedLines();
  const office = await openBoxOffice({ env: { REDELIVERY_BASE_SECONDS: '1' } });
  const { adminToken, send, store } = office;

  /** Damages a record until the end of the test. */
  async function damage(record: RecordAddress, changes: Damage): Promise<() => Promise<void>> {
    const repair = await damageRecord(store, record, changes);
    onTestFinished(repair);
    printed.clear();
    return repair;
  }

  const get = async (path: string, token = adminToken) => (await send({ path, token })).body;
  const statusOf = async (path: string, token = adminToken) => {
    const { status, body } = await send({ path, token });
    const { code } = Object(body) as { code?: string };
    return code === undefined ? { status } : { status, code };
  };

  /** What the functions have logged about damaged records, and the sum of the metric. */
  const reported = () => ({
    logged: printed.objects().filter(({ records }) => typeof records === 'string'),
    counted: printed
      .objects()
      .filter((line) => '_aws' in line && 'RecordsUnreadable' in line)
      .flatMap(({ RecordsUnreadable }) => RecordsUnreadable)
      .reduce((sum: number, value) => sum + Number(value), 0),
  });

  /** The record is named in a line that says how many were left out, and counted. Its user is in no line. */
  async function expectLeftOut(name: string, userId = 'no user'): Promise<void> {
    await waitFor(() => {
      const { logged, counted } = reported();
      expect(logged).toContainEqual(
        expect.objectContaining({
          level: 'ERROR',
          skipped: 1,
          records: expect.stringContaining(name),
        }),
      );
      expect(counted).toBeGreaterThan(0);
    });
    expect(JSON.stringify(reported().logged)).not.toContain(userId);
  }

  /** The ids of all pages of a list. */
  async function listIds(path: string, token = adminToken): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const answer = await send({ path: `${path}${query}`, token });
      expect(answer).toMatchObject({ status: 200 });
      const page = answer.body as Partial<ShowList & TitleList & SeatMap & PurchaseList>;
      ids.push(
        ...(page.shows ?? []).map(({ showId }) => showId),
        ...(page.titles ?? []).flatMap(({ shows }) => shows.map(({ showId }) => showId)),
        ...(page.seats ?? []).map(({ seatId }) => seatId),
        ...(page.purchases ?? []).map(({ purchaseId }) => purchaseId),
      );
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return ids;
  }

  return { ...office, damage, get, statusOf, reported, expectLeftOut, listIds };
}
