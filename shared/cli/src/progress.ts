import { clearLine, cursorTo } from 'node:readline';

export type Progress = {
  /** Sets the text to show. It is cheap enough to call for every event. */
  show(line: string): void;
  /** Stops the updates and keeps the last line. */
  end(): void;
};

const REDRAW_MS = 100;
/** A log keeps its lines, so a few are enough. */
const LOG_LINE_MS = 5_000;
/** Some terminals do not report their width. */
const NARROWEST_COLUMNS = 80;

/**
 * Progress on standard error: one line that a terminal redraws, or else an occasional new line.
 *
 * It does not use cli-progress, because without a terminal version 3.12 prints the same line at
 * every tick and an empty one at the end.
 */
export const startProgress = (stream: NodeJS.WriteStream = process.stderr): Progress => {
  let wanted: string | undefined;
  let shown: string | undefined;
  const draw = () => {
    if (wanted === undefined || wanted === shown) return;
    shown = wanted;
    if (!stream.isTTY) {
      stream.write(`${shown}\n`);
      return;
    }
    cursorTo(stream, 0);
    // A longer line would wrap, and could not be redrawn.
    stream.write(shown.slice(0, (stream.columns || NARROWEST_COLUMNS) - 1));
    clearLine(stream, 1);
  };
  const timer = setInterval(draw, stream.isTTY ? REDRAW_MS : LOG_LINE_MS);
  timer.unref();
  return {
    show: (line) => {
      wanted = line;
    },
    end: () => {
      clearInterval(timer);
      draw();
      if (stream.isTTY && shown !== undefined) stream.write('\n');
    },
  };
};

/** Shows progress during work. */
export async function withProgress<T>(work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = startProgress();
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}
