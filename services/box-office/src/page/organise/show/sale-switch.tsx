import type { ShowWithStock } from '@willcall/client';
import { useState } from 'preact/hooks';
import { organiser } from '../../api/willcall.ts';
import { organiseTexts } from '../../text/organise.ts';
import { useAction } from '../use-action.ts';

const texts = organiseTexts.manage.pause;

export type ManagedShow = {
  readonly show: ShowWithStock;
  readonly onChanged: (show: ShowWithStock) => void;
};

/** Pauses the sale, and resumes it. */
export function SaleSwitch({ show, onChanged }: ManagedShow) {
  const { isRunning, failure, run } = useAction();
  const [chosen, setChosen] = useState<boolean>();
  const seen = readPause(show);
  const isPaused = seen ?? chosen;
  const change = (onSale: boolean) =>
    run(async () => {
      onChanged(await organiser.change(show.showId, { onSale }));
      setChosen(!onSale);
    });
  const buttons = [
    ...(seen === true ? [] : [{ onSale: false, text: texts.pause }]),
    ...(seen === false ? [] : [{ onSale: true, text: texts.resume }]),
  ];
  return (
    <section class="panel manage-part" aria-labelledby="manage-sale">
      <h2 id="manage-sale">{texts.title}</h2>
      <p role="status">
        {isPaused === undefined ? texts.isUnknown : isPaused ? texts.isPaused : texts.isRunning}
      </p>
      <p class="choices">
        {buttons.map(({ onSale, text }, place) => (
          <button
            type="button"
            // The same button, with the focus, resumes what it has paused.
            key={place}
            aria-disabled={isRunning}
            onClick={() => void change(onSale)}
          >
            {text}
          </button>
        ))}
      </p>
      <p class="error" role="alert">
        {failure}
      </p>
    </section>
  );
}

/** Whether the sale is paused. Before it opens and after it closes, the API does not say. */
function readPause({ notOnSaleReason }: ShowWithStock): boolean | undefined {
  if (notOnSaleReason === 'SALE_PAUSED') return true;
  const isOutside = notOnSaleReason === 'SALE_NOT_OPEN' || notOnSaleReason === 'SALE_CLOSED';
  return isOutside ? undefined : false;
}
