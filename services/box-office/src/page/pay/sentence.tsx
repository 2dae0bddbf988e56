import { useEffect, useState } from 'preact/hooks';
import { payTexts } from '../text/pay.ts';
import type { PayingStep } from './follow-payment.ts';

type SentenceProps = {
  readonly step: PayingStep;
  /** Whether the time to pay is over. */
  readonly isOver: boolean;
};

/** What becomes of the payment, and what the buyer can do. */
export function Sentence({ step, isOver }: SentenceProps) {
  switch (step.step) {
    case 'starting':
      if (isOver) return <p class="notice">{payTexts.over}</p>;
      return step.delay === undefined ? (
        <p>{payTexts.starting}</p>
      ) : (
        <p class="notice">{payTexts.delays[step.delay]}</p>
      );
    case 'not-payable':
      return <p class="notice">{isOver ? payTexts.over : payTexts.notPayable}</p>;
    case 'ready':
      if (isOver) return <p class="notice">{payTexts.over}</p>;
      return step.problem === undefined ? (
        <p>{payTexts.ready}</p>
      ) : (
        <p class="error">{payTexts.problems[step.problem]}</p>
      );
    case 'sending':
      return step.isUnsure ? <p class="notice">{payTexts.unsure}</p> : <p>{payTexts.sending}</p>;
    case 'leaving':
      return <p>{payTexts.leaving}</p>;
    case 'processing':
      return <p>{isOver ? payTexts.over : payTexts.processing}</p>;
    case 'succeeded':
      return <Succeeded />;
    case 'canceled':
      return <p>{payTexts.canceled}</p>;
  }
}

/** Milliseconds after which a confirmation takes longer than usual: it follows the provider's message in seconds. */
const SLOW_MS = 20_000;

function Succeeded() {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <p>{payTexts.succeeded}</p>
      {isSlow && <p class="note">{payTexts.slow}</p>}
    </>
  );
}
