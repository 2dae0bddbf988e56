import type { HeldPurchase } from '@willcall/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useTimeLeft } from '../api/use-time-left.ts';
import { paths } from '../routing.tsx';
import { formatList, formatMoney } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { payTexts } from '../text/pay.ts';
import { beginPaying, confirmPayment, type PayingStep } from './follow-payment.ts';
import { HoldCountdown } from './hold-countdown.tsx';
import type { PaymentState } from './payment-state.ts';
import type { ProviderForm } from './provider-form.ts';
import { Sentence } from './sentence.tsx';
import { NotPayableError } from './start-payment.ts';

export type PayPageProps = {
  readonly purchase: HeldPurchase;
  /** Called with whether the purchase can change at any moment, because its payment is on its way. */
  readonly onAwaited: (isAwaited: boolean) => void;
  readonly reload: () => void;
};

/** Pays a held purchase: what for, how much time is left, the provider's form, and what becomes of the payment. */
export function PayPage({
  purchase,
  provider,
  onAwaited,
  reload,
}: PayPageProps & { readonly provider: ProviderForm }) {
  const { purchaseId, total, quantity, heldSeats, holdUntil } = purchase;
  const { step, pay, again } = usePayment({ purchaseId, provider, reload });
  const leftMs = useTimeLeft(findEnd(holdUntil, step));
  const isOver = leftMs <= 0;
  useEffect(() => {
    if (isOver) reload();
  }, [isOver]);
  const isAwaited = ['processing', 'succeeded', 'canceled'].includes(step.step);
  useEffect(() => onAwaited(isAwaited), [isAwaited]);
  return (
    <section class="pay" aria-labelledby="pay-title">
      <div>
        <h2 id="pay-title">{payTexts.title(formatMoney(total))}</h2>
        <p>
          {texts.tickets(quantity)}
          {heldSeats && ` · ${payTexts.seats(formatList(heldSeats), heldSeats.length)}`}
        </p>
      </div>
      <HoldCountdown leftMs={leftMs} />
      <div class="pay-said" role="status">
        <Sentence step={step} isOver={isOver} />
      </div>
      {(step.step === 'sending' || (step.step === 'ready' && !isOver)) && (
        <provider.Form
          payment={step.payment}
          returnUrl={`${location.origin}${paths.purchase(purchaseId)}`}
          isSending={step.step === 'sending'}
          label={payTexts.title(formatMoney(total))}
          onPay={(confirm) => pay(step.payment, confirm)}
        />
      )}
      {step.step === 'not-payable' && !isOver && (
        <button type="button" onClick={again}>
          {texts.retry}
        </button>
      )}
    </section>
  );
}

/** Whoever had to wait before the payment could start has their tickets held for longer. */
const findEnd = (holdUntil: string, step: PayingStep): string =>
  'payment' in step && step.payment.holdUntil > holdUntil ? step.payment.holdUntil : holdUntil;

type PaymentOptions = {
  readonly purchaseId: string;
  readonly provider: ProviderForm;
  /** Reads the purchase, which may be paid, expired or cancelled by now. */
  readonly reload: () => void;
};

/** Starts the payment of a purchase, and follows it while the view is shown. */
function usePayment({ purchaseId, provider, reload }: PaymentOptions) {
  const [step, tell] = useState<PayingStep>({ step: 'starting' });
  const [round, setRound] = useState(0);
  const end = useRef(new AbortController());
  const run = async (work: (follower: Parameters<typeof beginPaying>[1]) => Promise<void>) => {
    const { signal } = end.current;
    try {
      await work({ tell, signal, provider, leave: (url) => location.assign(url) });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof NotPayableError)) throw error;
      tell({ step: 'not-payable' });
      reload();
    }
  };
  useEffect(() => {
    end.current = new AbortController();
    tell({ step: 'starting' });
    void run((follower) => beginPaying(purchaseId, follower));
    return () => end.current.abort();
  }, [purchaseId, round]);
  useEffect(() => {
    // Back from the page of the bank, the browser may show this view as it was left.
    const restart = ({ persisted }: PageTransitionEvent) => {
      if (persisted) setRound((count) => count + 1);
    };
    window.addEventListener('pageshow', restart);
    return () => window.removeEventListener('pageshow', restart);
  }, []);
  return {
    step,
    pay: (payment: Parameters<typeof confirmPayment>[0], confirm: () => Promise<PaymentState>) =>
      void run((follower) => confirmPayment(payment, confirm, follower)),
    again: () => setRound(round + 1),
  };
}
