import type { House, PlacedSeat, SeatSelection } from './house.ts';

/** The side of a seat with its gap: the least size of a target in WCAG 2.2. */
export const SEAT_PIXELS = 24;

const GAP = 4;

/** The size of a whole house in CSS pixels. The first column has the names of the rows. */
export const sizeOf = ({
  rows,
  columns,
}: House): { readonly width: number; readonly height: number } => ({
  width: (columns + 1) * SEAT_PIXELS + GAP,
  height: rows.length * SEAT_PIXELS + GAP,
});

/** Draws the part of the house that is visible in its box. */
export function draw(canvas: HTMLCanvasElement, box: HTMLElement, selection: SeatSelection): void {
  const { clientWidth: width, clientHeight: height, scrollLeft, scrollTop } = box;
  const context = prepare(canvas, width, height);
  if (context === null) return;
  const colours = readColours(box);
  const chosen = new Set(selection.chosen);
  const visible = {
    fromLine: Math.floor(scrollTop / SEAT_PIXELS),
    toLine: Math.ceil((scrollTop + height) / SEAT_PIXELS),
    fromColumn: Math.max(0, Math.floor(scrollLeft / SEAT_PIXELS) - 1),
    toColumn: Math.ceil((scrollLeft + width) / SEAT_PIXELS),
  };
  for (let line = visible.fromLine; line < visible.toLine; line += 1) {
    for (let column = visible.fromColumn; column < visible.toColumn; column += 1) {
      const seat = selection.house.find(line, column);
      if (seat === undefined) continue;
      const isFree = selection.states.get(seat.seatId)?.isFree === true;
      const look = chosen.has(seat.seatId) ? 'chosen' : isFree ? 'free' : 'taken';
      const x = (column + 1) * SEAT_PIXELS - scrollLeft;
      drawSeat(context, seat, look, x + GAP / 2, line * SEAT_PIXELS - scrollTop + GAP / 2, colours);
    }
  }
  drawRowNames(context, selection.house.rows, scrollTop, height, colours);
}

/** Fits the canvas to its box, with as many pixels as the screen has. */
function prepare(canvas: HTMLCanvasElement, width: number, height: number) {
  const scale = devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context?.scale(scale, scale);
  if (context !== null) {
    context.textAlign = 'center';
    context.textBaseline = 'middle';
  }
  return context;
}

type Colours = Readonly<
  Record<'free' | 'edge' | 'chosen' | 'onChosen' | 'taken' | 'text' | 'ground', string>
>;

/** Reads the colours of the theme. */
function readColours(box: HTMLElement): Colours {
  const probe = (name: string): string => {
    box.style.setProperty('outline-color', `var(${name})`);
    return getComputedStyle(box).outlineColor;
  };
  const colours = {
    free: probe('--surface'),
    edge: probe('--accent'),
    chosen: probe('--accent'),
    onChosen: probe('--on-accent'),
    taken: probe('--sunken'),
    text: probe('--text-soft'),
    ground: probe('--surface'),
  };
  box.style.removeProperty('outline-color');
  return colours;
}

/** A taken seat is a small grey square, a free one an outline, a chosen one filled: told apart without colour. */
function drawSeat(
  context: CanvasRenderingContext2D,
  { number }: PlacedSeat,
  look: 'chosen' | 'free' | 'taken',
  x: number,
  y: number,
  colours: Colours,
): void {
  const side = SEAT_PIXELS - GAP;
  const inset = look === 'taken' ? 4 : 0.5;
  context.beginPath();
  context.roundRect(x + inset, y + inset, side - 2 * inset, side - 2 * inset, 5);
  context.fillStyle = colours[look];
  context.fill();
  if (look === 'taken') return;
  context.strokeStyle = colours.edge;
  context.stroke();
  context.fillStyle = look === 'chosen' ? colours.onChosen : colours.text;
  context.font = `${number.length > 2 ? 8 : 10}px system-ui, sans-serif`;
  context.fillText(number, x + side / 2, y + side / 2 + 0.5);
}

/** The names stay at the left edge while the house is scrolled. */
function drawRowNames(
  context: CanvasRenderingContext2D,
  rows: readonly string[],
  scrollTop: number,
  height: number,
  colours: Colours,
): void {
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, SEAT_PIXELS, height);
  context.fillStyle = colours.text;
  context.font = '600 10px system-ui, sans-serif';
  for (const [line, row] of rows.entries()) {
    const y = line * SEAT_PIXELS - scrollTop + SEAT_PIXELS / 2;
    if (y > -SEAT_PIXELS && y < height + SEAT_PIXELS) {
      context.fillText(row, SEAT_PIXELS / 2, y, SEAT_PIXELS - 2);
    }
  }
}
