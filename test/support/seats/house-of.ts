import type { ShowWithStock } from '@willcall/contracts';
import { expect } from 'vitest';
import type { BoxOffice } from '../http/box-office.ts';
import { seatDesk } from './house.ts';

/** Makes shows of these seats at a box office, each with its desk. */
export const houseOf =
  (office: BoxOffice) =>
  async (seats: readonly string[], wish: Readonly<Record<string, unknown>> = {}) => {
    const body = {
      name: 'Hamlet',
      venue: 'Globe',
      startsAt: '2099-06-01T20:00:00Z',
      price: { amount: 1599, currency: 'EUR' },
      seats,
      ...wish,
    };
    const answer = await office.send({
      method: 'POST',
      path: '/v1/shows',
      token: office.adminToken,
      body,
    });
    expect(answer).toMatchObject({ status: 201 });
    const show = answer.body as ShowWithStock;
    return { show, showId: show.showId, desk: seatDesk(office, show.showId) };
  };
