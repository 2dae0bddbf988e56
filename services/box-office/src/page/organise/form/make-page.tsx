import { known } from '@willcall/contracts';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useUser } from '../../api/session.ts';
import { Field } from '../../buy/field.tsx';
import { Title } from '../../layout/title.tsx';
import { Link, navigate, paths } from '../../routing.tsx';
import { formatCount } from '../../text/formats.ts';
import { organiseTexts } from '../../text/organise.ts';
import { readSeatList } from '../seats/seat-list.ts';
import { SeatListField } from '../seats/seat-list-field.tsx';
import { useAction } from '../use-action.ts';
import {
  forgetTypedShow,
  forgetUnfinishedShow,
  keepTypedShow,
  keepUnfinishedShow,
  readTypedShow,
  readUnfinishedShow,
  type UnfinishedShow,
} from './kept-show.ts';
import { completeShow, createShow, type NewShow, needsMoreRequests } from './new-show.ts';
import { readPayment } from './payment-draft.ts';
import { PaymentFields } from './payment-fields.tsx';
import { readDraft, toRequest } from './show-draft.ts';
import { draftField, PlaceFields, PriceFields, SaleWindowFields } from './show-fields.tsx';
import { useShowForm } from './use-show-form.ts';

const texts = organiseTexts.form;

/** The form of a new show, or what is left to do for the last one. */
export function MakePage() {
  const user = known(useUser(), 'organiser').id;
  const [interrupted] = useState(() => readUnfinishedShow(user));
  const [begun, setBegun] = useState(interrupted);
  const begin = (show: UnfinishedShow) => {
    keepUnfinishedShow(user, show);
    setBegun(show);
  };
  const leave = () => {
    forgetUnfinishedShow();
    setBegun(undefined);
  };
  return (
    <div class="organise-make">
      <Title>{texts.makeTitle}</Title>
      {begun === undefined ? (
        <MakeForm user={user} onBegun={begin} />
      ) : (
        <RestOfSeats show={begun} isInterrupted={begun === interrupted} onLeave={leave} />
      )}
    </div>
  );
}

type MakeFormProps = {
  /** Who fills it in. */
  readonly user: string;
  readonly onBegun: (show: UnfinishedShow) => void;
};

/** Nothing that was typed is lost, whatever is wrong with it. */
function MakeForm({ user, onBegun }: MakeFormProps) {
  const [kept] = useState(() => readTypedShow(user));
  const { draft, errors, form, ...fields } = useShowForm(() => kept.draft);
  const [isSeated, setSeated] = useState(kept.isSeated);
  const [list, setList] = useState(kept.list);
  const [isPaused, setPaused] = useState(kept.isPaused);
  const [payment, setPayment] = useState(kept.payment);
  const [isTried, setTried] = useState(false);
  useEffect(
    () => keepTypedShow(user, { draft, isSeated, list, isPaused, payment }),
    [user, draft, isSeated, list, isPaused, payment],
  );
  const { isRunning, failure, run } = useAction();
  const seats = useMemo(() => readSeatList(list), [list]);
  const props = { draft, errors, onChange: fields.change };

  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    const read = readDraft(draft, isSeated ? 'RESERVED' : 'GENERAL');
    const readPaid = readPayment(payment, draft.currency);
    const wrong = { ...read.errors, ...readPaid.errors, ...fields.findHalfTyped() };
    const hasWrongSeats = isSeated && (seats.errors.length > 0 || seats.seatIds.length === 0);
    if (
      read.errors !== undefined ||
      readPaid.errors !== undefined ||
      Object.keys(wrong).length > 0 ||
      hasWrongSeats
    ) {
      return fields.showErrors(wrong);
    }
    const seatIds = isSeated ? seats.seatIds : undefined;
    const request = { ...toRequest(read.fields), ...readPaid.fields };
    const made: NewShow = { request, seatIds, isPaused };
    void run(async () => {
      try {
        const { showId } = await createShow(made);
        forgetTypedShow();
        const { name } = made.request;
        if (needsMoreRequests(made)) onBegun({ showId, name, isPaused, seatIds: seats.seatIds });
        else navigate(paths.manageShow(showId), { replace: true });
      } catch (error) {
        if (!fields.showRefused(error)) throw error;
      }
    });
  };
  return (
    <form class="panel" ref={form} onSubmit={submit} noValidate>
      <PlaceFields {...props} />
      <PriceFields {...props} isNew />
      <PaymentFields
        payment={payment}
        errors={errors}
        onChange={(change) => {
          setPayment({ ...payment, ...change });
          fields.forgetErrors('holdSeconds', 'refundFee', 'refundUntilSeconds');
        }}
      />
      <fieldset class="organise-seating">
        <legend>{texts.seating}</legend>
        {([false, true] as const).map((seated) => (
          <label class="check" key={String(seated)}>
            <input
              type="radio"
              name="seating"
              checked={isSeated === seated}
              onChange={() => setSeated(seated)}
            />
            {seated ? texts.reserved : texts.general}
          </label>
        ))}
        {isSeated ? (
          <SeatListField
            list={list}
            read={seats}
            isTried={isTried}
            refused={errors.seats}
            onChange={setList}
          />
        ) : (
          <Field {...draftField('capacity', props)} inputMode="numeric" />
        )}
      </fieldset>
      <Field
        {...draftField('maxTicketsPerBuyer', props)}
        note={texts.limitNote}
        inputMode="numeric"
      />
      <SaleWindowFields {...props} />
      <label class="check">
        <input
          type="checkbox"
          name="paused"
          checked={isPaused}
          onChange={(event) => setPaused(event.currentTarget.checked)}
        />
        {texts.paused}
      </label>
      <button type="submit" class="primary" aria-disabled={isRunning}>
        {texts.make}
      </button>
      <p class="error" role="alert">
        {failure}
      </p>
    </form>
  );
}

type RestOfSeatsProps = {
  readonly show: UnfinishedShow;
  /** Whether an earlier run has ended without all seats, e.g. by a reload. */
  readonly isInterrupted: boolean;
  readonly onLeave: () => void;
};

/** Adds the seats if they did not fit in the request that made the show. It can go on after a failure. */
function RestOfSeats({ show, isInterrupted, onLeave }: RestOfSeatsProps) {
  const { showId, name, seatIds } = show;
  const { failure, isRunning, run } = useAction();
  // The show may have changed since an interruption, so nothing goes on by itself.
  const [round, setRound] = useState(isInterrupted ? 0 : 1);
  const [added, setAdded] = useState(0);
  useEffect(() => {
    if (round === 0) return;
    const end = new AbortController();
    void run(async () => {
      await completeShow(show, { onProgress: setAdded, signal: end.signal });
      if (end.signal.aborted) return;
      forgetUnfinishedShow();
      navigate(paths.manageShow(showId), { replace: true });
    });
    return () => end.abort();
  }, [round]);
  // It takes the place of the form that had the focus.
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  const leave = () => {
    section.current?.parentElement?.closest<HTMLElement>('[tabindex="-1"]')?.focus();
    onLeave();
  };
  const { title, text, interrupted, progress, goOn, leaveIt } = texts.rest;
  return (
    <section class="panel organise-rest" ref={section} tabIndex={-1}>
      <h2>{title}</h2>
      <p>{round === 0 ? interrupted(name) : text}</p>
      <p role="status">{round > 0 && progress(formatCount(added), formatCount(seatIds.length))}</p>
      <p class="error" role="alert">
        {failure}
      </p>
      {(failure !== undefined || isInterrupted || round > 1) && (
        <>
          <button
            type="button"
            class="primary"
            aria-disabled={isRunning}
            onClick={() => !isRunning && setRound(round + 1)}
          >
            {goOn}
          </button>
          <button type="button" aria-disabled={isRunning} onClick={() => !isRunning && leave()}>
            {leaveIt}
          </button>
        </>
      )}
      <Link href={paths.manageShow(showId)}>{texts.toShow}</Link>
    </section>
  );
}
