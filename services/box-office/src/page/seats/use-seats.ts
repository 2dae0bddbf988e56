import type { SeatResource } from '@willcall/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { seats as api } from '../api/willcall.ts';
import { type House, placeSeats, type SeatStates, toStates } from './house.ts';

/** The seats of a show as a view has them. */
export type Seats =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly state: 'loaded'; readonly house: House; readonly states: SeatStates };

/** Milliseconds between two refreshes. */
const REFRESH_MS = 5_000;

/** Two pages of the API. A larger house is refreshed part by part, so that a viewer costs two requests at most. */
const SEATS_PER_REFRESH = 1_000;

/**
 * Reads the seats of a show, and keeps their states fresh while the page is visible. The chosen seats are
 * read each time, however large the house is.
 */
export function useSeats(showId: string, chosen: readonly string[]): Seats {
  const [round, setRound] = useState(0);
  const [seats, setSeats] = useState<Seats>({ state: 'loading' });
  const wanted = useRef(chosen);
  wanted.current = chosen;

  useEffect(() => {
    const end = new AbortController();
    const { signal } = end;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let rest: AsyncIterator<SeatResource> | undefined;
    const refresh = async (house: House) => {
      try {
        if (document.visibilityState === 'visible') {
          rest ??= api.list(showId, { signal })[Symbol.asyncIterator]();
          const part = await takeSome(rest, SEATS_PER_REFRESH);
          if (part.length < SEATS_PER_REFRESH) rest = undefined;
          const isWhole = house.seats.length <= SEATS_PER_REFRESH;
          const own = isWhole ? [] : await readEach(showId, wanted.current, signal);
          setSeats((before) => mergeStates(before, toStates([...part, ...own])));
        }
      } catch {
        // What was read before stays, and the next refresh begins anew.
        rest = undefined;
      }
      if (!signal.aborted) timer = setTimeout(refresh, REFRESH_MS, house);
    };
    const load = async () => {
      try {
        const listed = api.list(showId, { signal })[Symbol.asyncIterator]();
        const all = await takeSome(listed, Number.POSITIVE_INFINITY);
        const house = placeSeats(all.map(({ seatId }) => seatId));
        setSeats({ state: 'loaded', house, states: toStates(all) });
        timer = setTimeout(refresh, REFRESH_MS, house);
      } catch (error) {
        if (signal.aborted) return;
        setSeats({ state: 'failed', error, retry: () => setRound((count) => count + 1) });
      }
    };
    setSeats({ state: 'loading' });
    void load();
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [showId, round]);

  return seats;
}

async function takeSome<T>(items: AsyncIterator<T>, most: number): Promise<readonly T[]> {
  const taken: T[] = [];
  while (taken.length < most) {
    const next = await items.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}

const readEach = (showId: string, seatIds: readonly string[], signal: AbortSignal) =>
  Promise.all(seatIds.map((seatId) => api.get(showId, seatId, { signal })));

const mergeStates = (seats: Seats, news: SeatStates): Seats =>
  seats.state === 'loaded' ? { ...seats, states: new Map([...seats.states, ...news]) } : seats;
