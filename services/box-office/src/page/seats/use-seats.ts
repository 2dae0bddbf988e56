import type { SeatResource } from '@willcall/client';
import { useEffect, useState } from 'preact/hooks';
import { seats as api } from '../api/willcall.ts';
import { type House, markTaken, placeSeats, type SeatStates, toStates } from './house.ts';

/** The seats of a show as a view has them. */
export type Seats =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly state: 'loaded'; readonly house: House; readonly states: SeatStates };

/** Milliseconds between two refreshes. */
const REFRESH_MS = 5_000;

/** Reads the seats of a show, and what is taken of the whole house again and again while the page is visible. */
export function useSeats(showId: string): Seats {
  const [round, setRound] = useState(0);
  const [seats, setSeats] = useState<Seats>({ state: 'loading' });

  useEffect(() => {
    const end = new AbortController();
    const { signal } = end;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = async () => {
      try {
        if (document.visibilityState === 'visible') {
          const { taken } = await api.taken(showId, { signal });
          setSeats((before) =>
            before.state === 'loaded'
              ? { ...before, states: markTaken(before.states, taken) }
              : before,
          );
        }
      } catch {
        // What was read before stays until the next refresh.
      }
      if (!signal.aborted) timer = setTimeout(refresh, REFRESH_MS);
    };
    const load = async () => {
      try {
        const all: SeatResource[] = [];
        for await (const seat of api.list(showId, { signal })) all.push(seat);
        const house = placeSeats(all.map(({ seatId }) => seatId));
        setSeats({ state: 'loaded', house, states: toStates(all) });
        timer = setTimeout(refresh, REFRESH_MS);
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
