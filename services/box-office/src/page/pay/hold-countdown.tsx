import { useState } from 'preact/hooks';
import { findAnnounced, formatTimeLeft } from '../shows/duration.ts';
import { texts } from '../text/language.ts';
import { payTexts } from '../text/pay.ts';

type HoldCountdownProps = { readonly leftMs: number };

/** How long the tickets are held. A screen reader is told of a few moments only, and not of each second. */
export function HoldCountdown({ leftMs }: HoldCountdownProps) {
  const announced = findAnnounced(leftMs);
  const [first] = useState(announced);
  return (
    <p class="hold-time">
      <span role="timer">
        {payTexts.left} <strong>{formatTimeLeft(leftMs)}</strong>
      </span>
      <span class="unseen" role="status">
        {announced !== undefined && announced !== first && payTexts.announce(sayTime(announced))}
      </span>
    </p>
  );
}

const SECONDS_PER_MINUTE = 60;

const sayTime = (seconds: number): string =>
  seconds < SECONDS_PER_MINUTE
    ? texts.request.seconds(seconds)
    : texts.request.minutes(seconds / SECONDS_PER_MINUTE);
