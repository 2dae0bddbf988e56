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
import { forgetTypedShow, keepTypedShow, readTypedShow } from './kept-show.ts';
import { completeShow, createShow, type NewShow, needsMoreRequests } from './new-show.ts';
import { readDraft, toRequest } from './show-draft.ts';
import { draftField, PlaceFields, PriceFields, SaleWindowFields } from './show-fields.tsx';
import { useShowForm } from './use-show-form.ts';

const texts = organiseTexts.form;

/** The form of a new show. */
export function MakePage() {
  const user = useUser()?.id ?? '';
  const [begun, setBegun] = useState<{ readonly showId: string; readonly made: NewShow }>();
  return (
    <div class="organise-make">
      <Title>{texts.makeTitle}</Title>
      {begun === undefined ? (
        <MakeForm user={user} onBegun={(showId, made) => setBegun({ showId, made })} />
      ) : (
        <RestOfSeats {...begun} />
      )}
    </div>
  );
}

type MakeFormProps = {
  /** Who fills it in. */
  readonly user: string;
  readonly onBegun: (showId: string, made: NewShow) => void;
};

/** Nothing that was typed is lost, whatever is wrong with it. */
function MakeForm({ user, onBegun }: MakeFormProps) {
  const [kept] = useState(() => readTypedShow(user));
  const { draft, errors, form, change, showErrors, findHalfTyped, showRefused } = useShowForm(
    () => kept.draft,
  );
  const [isSeated, setSeated] = useState(kept.isSeated);
  const [list, setList] = useState(kept.list);
  const [isPaused, setPaused] = useState(kept.isPaused);
  const [isTried, setTried] = useState(false);
  useEffect(
    () => keepTypedShow(user, { draft, isSeated, list, isPaused }),
    [user, draft, isSeated, list, isPaused],
  );
  const { isRunning, failure, run } = useAction();
  const seats = useMemo(() => readSeatList(list), [list]);
  const props = { draft, errors, onChange: change };

  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    const read = readDraft(draft, isSeated ? 'RESERVED' : 'GENERAL');
    const wrong = { ...read.errors, ...findHalfTyped() };
    const hasWrongSeats = isSeated && (seats.errors.length > 0 || seats.seatIds.length === 0);
    if (read.errors !== undefined || Object.keys(wrong).length > 0 || hasWrongSeats) {
      return showErrors(wrong);
    }
    const seatIds = isSeated ? seats.seatIds : undefined;
    const made: NewShow = { request: toRequest(read.fields), seatIds, isPaused };
    void run(async () => {
      try {
        const { showId } = await createShow(made);
        forgetTypedShow();
        if (needsMoreRequests(made)) onBegun(showId, made);
        else navigate(paths.manageShow(showId), { replace: true });
      } catch (error) {
        if (!showRefused(error)) throw error;
      }
    });
  };
  return (
    <form class="panel" ref={form} onSubmit={submit} noValidate>
      <PlaceFields {...props} />
      <PriceFields {...props} isNew />
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

type RestOfSeatsProps = { readonly showId: string; readonly made: NewShow };

/** Adds the seats that did not fit in the request that made the show. It can go on after a failure. */
function RestOfSeats({ showId, made }: RestOfSeatsProps) {
  const { failure, isRunning, run } = useAction();
  const [round, setRound] = useState(0);
  const [added, setAdded] = useState(0);
  useEffect(() => {
    const end = new AbortController();
    void run(async () => {
      await completeShow(showId, made, { onProgress: setAdded, signal: end.signal });
      if (!end.signal.aborted) navigate(paths.manageShow(showId), { replace: true });
    });
    return () => end.abort();
  }, [round]);
  // It takes the place of the form that had the focus.
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  const { title, text, progress, goOn } = texts.rest;
  return (
    <section class="panel organise-rest" ref={section} tabIndex={-1}>
      <h2>{title}</h2>
      <p>{text}</p>
      <p role="status">{progress(formatCount(added), formatCount(made.seatIds?.length ?? 0))}</p>
      <p class="error" role="alert">
        {failure}
      </p>
      {(failure !== undefined || round > 0) && (
        <button
          type="button"
          class="primary"
          aria-disabled={isRunning}
          onClick={() => !isRunning && setRound(round + 1)}
        >
          {goOn}
        </button>
      )}
      <Link href={paths.manageShow(showId)}>{texts.toShow}</Link>
    </section>
  );
}
