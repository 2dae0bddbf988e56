import { RETRY_SECONDS } from '../api/wait-to-retry.ts';
import { Title } from '../layout/title.tsx';
import { texts } from '../text/language.ts';
import type { Progress } from './follow-request.ts';

type Undecided = Extract<
  Progress,
  { state: 'asking' | 'waiting' | 'busy' | 'all-held' | 'no-connection' }
>;

type WaitingProps = { readonly progress: Undecided; readonly onLeave: () => void };

/** A purchase that is being asked for or waits for its decision. */
export function Waiting({ progress, onLeave }: WaitingProps) {
  const { title, steps } = texts.request;
  const isQueued = progress.state === 'waiting';
  return (
    <>
      <Title>{title.open}</Title>
      <ol class="steps" aria-label={steps.label}>
        <li class="done">{steps.asked}</li>
        <li class={isQueued ? 'done' : ''} aria-current={isQueued ? 'step' : undefined}>
          {steps.queued}
        </li>
        <li>{steps.decided}</li>
      </ol>
      <div class="bar" aria-hidden="true" />
      <div class="progress" role="status">
        <Sentence progress={progress} />
      </div>
      {progress.state === 'all-held' && (
        <button type="button" class="quiet" onClick={onLeave}>
          {texts.request.cardNeeded.leave}
        </button>
      )}
    </>
  );
}

function Sentence({ progress }: { readonly progress: Undecided }) {
  const { asking, waiting, busy, allHeld, noConnection } = texts.request;
  switch (progress.state) {
    case 'asking':
      return <p>{asking}</p>;
    case 'waiting':
      return (
        <>
          <p>{waiting}</p>
          <p class="note">{describeWait(progress.estimatedWaitSeconds)}</p>
        </>
      );
    case 'busy':
      return <p class="notice">{busy}</p>;
    case 'all-held':
      return (
        <>
          <p class="notice">{allHeld.text}</p>
          <p class="note">{allHeld.next(describeSeconds(progress.seconds ?? RETRY_SECONDS))}</p>
        </>
      );
    case 'no-connection':
      return <p class="notice">{noConnection}</p>;
  }
}

const SECONDS_PER_MINUTE = 60;

/** The estimate as the API gives it: from the lag that the workers have measured. */
function describeWait(seconds: number | undefined): string {
  const { estimate, noEstimate } = texts.request;
  return seconds === undefined ? noEstimate : estimate(describeSeconds(seconds));
}

const describeSeconds = (seconds: number): string =>
  seconds < 2 * SECONDS_PER_MINUTE
    ? texts.request.seconds(Math.max(1, Math.round(seconds)))
    : texts.request.minutes(Math.round(seconds / SECONDS_PER_MINUTE));
