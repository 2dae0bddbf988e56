import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../text/language.ts';
import { draw, SEAT_PIXELS, sizeOf } from './draw.ts';
import type { PlacedSeat, SeatSelection } from './house.ts';

type SeatMapProps = SeatSelection & {
  readonly onToggle: (seat: PlacedSeat) => void;
};

/**
 * The house as a picture to press on. Only what is visible is drawn, on one canvas that stays where it is
 * while the house is scrolled, so 20,000 seats take no longer than 500. The list of free seats is for buyers
 * who do not see it, or have no pointer.
 */
export function SeatMap({ house, states, chosen, onToggle }: SeatMapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = sizeOf(house);

  useEffect(() => {
    const [box, picture] = [frame.current, canvas.current];
    if (box === null || picture === null) return undefined;
    let request = 0;
    const redraw = () => {
      cancelAnimationFrame(request);
      request = requestAnimationFrame(() => draw(picture, box, { house, states, chosen }));
    };
    redraw();
    box.addEventListener('scroll', redraw, { passive: true });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', redraw);
    const resized = new ResizeObserver(redraw);
    resized.observe(box);
    return () => {
      cancelAnimationFrame(request);
      box.removeEventListener('scroll', redraw);
      dark.removeEventListener('change', redraw);
      resized.disconnect();
    };
  }, [house, states, chosen]);

  const press = (event: MouseEvent) => {
    const box = frame.current;
    if (box === null) return;
    const { left, top } = box.getBoundingClientRect();
    const x = event.clientX - left + box.scrollLeft - box.clientLeft;
    const y = event.clientY - top + box.scrollTop - box.clientTop;
    const seat = house.find(Math.floor(y / SEAT_PIXELS), Math.floor(x / SEAT_PIXELS) - 1);
    if (seat !== undefined && states.get(seat.seatId)?.isFree === true) onToggle(seat);
  };
  const free = [...states.values()].filter(({ isFree }) => isFree).length;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list of free seats is the way without a pointer.
    <div
      class="seat-map"
      ref={frame}
      onClick={press}
      role="img"
      aria-label={texts.seats.map(free)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by the keyboard too.
      tabIndex={0}
    >
      <div class="seat-map-house" style={{ width: `${width}px`, height: `${height}px` }}>
        <canvas ref={canvas} />
      </div>
    </div>
  );
}
