import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { organiser } from '../../api/willcall.ts';
import { Field } from '../../buy/field.tsx';
import { ConfirmedAction } from '../../mine/confirmed-action.tsx';
import { formatCount } from '../../text/formats.ts';
import { organiseTexts } from '../../text/organise.ts';
import { readPrice } from '../form/price-text.ts';
import {
  addSeats,
  priceSeats,
  type Run,
  removeSeats,
  type SeatOutcome,
} from '../seats/change-seats.ts';
import { EMPTY_LIST, readSeatList } from '../seats/seat-list.ts';
import { SeatListField } from '../seats/seat-list-field.tsx';
import { useAction } from '../use-action.ts';
import type { ManagedShow } from './sale-switch.tsx';

const texts = organiseTexts.manage.seats;

/** Adds the seats of a list, gives them a price of their own, or removes them. Each can be done again. */
export function SeatsPanel({ show, onChanged }: ManagedShow) {
  const { showId } = show;
  const [list, setList] = useState(EMPTY_LIST);
  const [isTried, setTried] = useState(false);
  const [price, setPrice] = useState('');
  const [priceError, setPriceError] = useState<string>();
  const [progress, setProgress] = useState('');
  const { isRunning, failure, run } = useAction();
  const read = useMemo(() => readSeatList(list), [list]);
  const section = useRef<HTMLElement>(null);
  const end = useRef(new AbortController());
  useEffect(() => () => end.current.abort(), []);

  /** Works on the seats of the list, if there are any and none is wrong. */
  const work = (change: (seatIds: readonly string[], run: Run) => Promise<string>) => {
    setTried(true);
    if (read.errors.length > 0 || read.seatIds.length === 0) {
      section.current?.querySelector('textarea')?.focus();
      return;
    }
    const { seatIds } = read;
    const onProgress = (seats: number) =>
      setProgress(texts.progress(formatCount(seats), formatCount(seatIds.length)));
    void run(async () => {
      setProgress('');
      setProgress(await change(seatIds, { onProgress, signal: end.current.signal }));
      onChanged(await organiser.get(showId));
    });
  };
  const add = () =>
    work(async (seatIds, seatRun) => {
      const added = await addSeats(showId, seatIds, seatRun);
      return texts.added(formatCount(added), formatCount(seatIds.length - added));
    });
  const remove = () =>
    work(async (seatIds, seatRun) => {
      const outcome = await removeSeats(showId, seatIds, seatRun);
      return `${texts.removed(formatCount(outcome.done))}${sayOthers(outcome)}`;
    });
  const setPrices = () => {
    const money = readPrice(price, show.price.currency);
    setPriceError(money === undefined ? organiseTexts.form.errors.price : undefined);
    if (money === undefined) return;
    work(async (seatIds, seatRun) => {
      const outcome = await priceSeats(showId, seatIds, money, seatRun);
      return `${texts.priced(formatCount(outcome.done))}${sayOthers(outcome)}`;
    });
  };
  return (
    <section class="panel manage-part" aria-labelledby="manage-seats" ref={section}>
      <h2 id="manage-seats">{texts.title}</h2>
      <p>{texts.text(formatCount(show.capacity))}</p>
      <SeatListField list={list} read={read} isTried={isTried} onChange={setList} />
      <Field
        name="seatPrice"
        label={texts.price(show.price.currency)}
        value={price}
        error={priceError}
        onInput={setPrice}
        autocomplete="off"
        inputMode="decimal"
      />
      <div class="choices">
        <button type="button" aria-disabled={isRunning} onClick={add}>
          {texts.add}
        </button>
        <button type="button" aria-disabled={isRunning} onClick={setPrices}>
          {texts.setPrice}
        </button>
        <ConfirmedAction {...texts.remove} onConfirm={async () => remove()} />
      </div>
      <p role="status">{progress}</p>
      <p class="error" role="alert">
        {failure !== undefined && `${failure} ${texts.again}`}
      </p>
    </section>
  );
}

/** Seats that are named after a change. If there are more, their number says enough. */
const MOST_NAMED = 20;

function sayOthers({ sold, missing }: SeatOutcome): string {
  const name = (seats: readonly string[]): string =>
    seats.length > MOST_NAMED ? formatCount(seats.length) : seats.join(', ');
  return [
    ...(sold.length > 0 ? [` ${texts.sold(name(sold))}`] : []),
    ...(missing.length > 0 ? [` ${texts.missing(name(missing))}`] : []),
  ].join('');
}
