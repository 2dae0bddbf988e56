/** From one drawing to the next, at least: however often something new comes. */
const FRAME_MS = 1_000;

/** Without anything new, the ages of what is shown are drawn anew after this time. */
const IDLE_MS = 1_500;

/** What draws a view in one animation frame a second at most, and never in a hidden tab. */
export type Frames = {
  /** There is something new to draw. */
  request(): void;
  stop(): void;
};

export function createFrames(draw: () => void): Frames {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame: number | undefined;

  const drawFrame = () => {
    frame = undefined;
    drawnAt = performance.now();
    draw();
    schedule(IDLE_MS);
  };
  const schedule = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      frame ??= requestAnimationFrame(drawFrame);
    }, ms);
  };
  schedule(IDLE_MS);

  return {
    request: () => {
      if (frame === undefined) schedule(Math.max(0, drawnAt + FRAME_MS - performance.now()));
    },
    stop: () => {
      clearTimeout(timer);
      if (frame !== undefined) cancelAnimationFrame(frame);
    },
  };
}
