import { useEffect } from 'preact/hooks';
import { useTimeLeft } from '../api/use-time-left.ts';
import { texts } from '../text/language.ts';
import { splitDuration } from './duration.ts';

type CountdownProps = {
  /** ISO 8601, by the server's clock. */
  readonly until: string;
  /** Called when it has ended, and again until the countdown is removed. */
  readonly onEnd: () => void;
};

/**
 * Milliseconds. All countdowns end at the same moment, and the browsers must not all ask at that moment.
 * The sale itself opens by the API's clock.
 */
const LONGEST_JITTER_MS = 1_500;

/** How long it is until a sale opens, by the server's clock. */
export function Countdown({ until, onEnd }: CountdownProps) {
  const left = useTimeLeft(until);
  const hasEnded = left <= 0;

  useEffect(() => {
    if (!hasEnded) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const askLater = () => {
      timer = setTimeout(
        () => {
          onEnd();
          askLater();
        },
        250 + Math.random() * LONGEST_JITTER_MS,
      );
    };
    askLater();
    return () => clearTimeout(timer);
    // A new `onEnd` of the parent asks the same.
  }, [hasEnded]);

  if (hasEnded) {
    return (
      <div class="countdown">
        <p>{texts.show.opening}</p>
      </div>
    );
  }
  const parts = splitDuration(left);
  return (
    <div class="countdown" role="timer">
      {PARTS.map((part) => (
        <span key={part}>
          <strong>{String(parts[part]).padStart(2, '0')}</strong> {texts.show.countdown[part]}
        </span>
      ))}
    </div>
  );
}

const PARTS = ['days', 'hours', 'minutes', 'seconds'] as const;
