import { useEffect, useState } from 'preact/hooks';
import { serverClock } from './willcall.ts';

const SECOND_MS = 1_000;

/** Milliseconds. It is shorter than a second, so that no second is skipped. */
const TICK_MS = 250;

/**
 * A hook: how long it is until a moment, by the server's clock, in milliseconds. A begun second counts as a whole one,
 * so it is 0 or less only once the moment is past.
 *
 * @param until ISO 8601
 */
export function useTimeLeft(until: string): number {
  const read = () => Math.ceil((Date.parse(until) - serverClock.now()) / SECOND_MS) * SECOND_MS;
  const [left, setLeft] = useState(read);
  useEffect(() => {
    setLeft(read());
    const timer = setInterval(() => setLeft(read()), TICK_MS);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
