import { FLYER_CONTENT_TYPES, MAX_FLYER_BYTES } from '@willcall/contracts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Poster } from '../../shows/poster.tsx';
import { organiseTexts } from '../../text/organise.ts';
import { FilePicker } from '../seats/seat-list-field.tsx';
import { useAction } from '../use-action.ts';
import type { ManagedShow } from './sale-switch.tsx';
import { type Flyer, uploadFlyer } from './upload-flyer.ts';

const texts = organiseTexts.manage.flyer;

type Picked = Flyer & {
  /** Shows the file before it is sent. */
  readonly preview: string;
};

/** The picture of a show: what it is now, and another one to look at before it is sent. */
export function FlyerPanel({ show, onChanged }: ManagedShow) {
  const [flyer, setFlyer] = useState<Picked>();
  const [said, setSaid] = useState<{ readonly error?: string; readonly done?: string }>({});
  const { isRunning, failure, run } = useAction();
  const section = useRef<HTMLElement>(null);
  const end = useRef(new AbortController());
  useEffect(() => () => end.current.abort(), []);
  useEffect(() => () => flyer && URL.revokeObjectURL(flyer.preview), [flyer]);

  const pick = (file: File) => {
    const contentType = FLYER_CONTENT_TYPES.find((type) => type === file.type);
    const isRight = contentType !== undefined && file.size > 0 && file.size <= MAX_FLYER_BYTES;
    if (!isRight) return refuse();
    setSaid({});
    setFlyer({ file, contentType, preview: URL.createObjectURL(file) });
  };
  const refuse = () => {
    setSaid({ error: texts.wrongFile });
    setFlyer(undefined);
  };
  const send = (picked: Picked) =>
    run(async () => {
      setSaid({ done: texts.sending });
      const changed = await uploadFlyer(show, picked, end.current.signal);
      if (changed === undefined) return setSaid({ error: texts.notAccepted });
      onChanged(changed);
      // Another one may have been chosen since.
      setFlyer((chosen) => (chosen === picked ? undefined : chosen));
      setSaid({ done: texts.sent });
      // Its button goes.
      section.current?.focus({ preventScroll: true });
    });
  return (
    <section class="panel manage-part" aria-labelledby="manage-flyer" ref={section} tabIndex={-1}>
      <h2 id="manage-flyer">{texts.title}</h2>
      {flyer === undefined ? (
        <div class="manage-flyer">
          <Poster show={show} />
        </div>
      ) : (
        <img class="manage-flyer" src={flyer.preview} alt={texts.preview} onError={refuse} />
      )}
      <FilePicker label={texts.file} accept={FLYER_CONTENT_TYPES.join(',')} onPick={pick} />
      {flyer !== undefined && (
        <button type="button" aria-disabled={isRunning} onClick={() => void send(flyer)}>
          {texts.send}
        </button>
      )}
      <p role="status">{failure === undefined && said.done}</p>
      <p class="error" role="alert">
        {failure ?? said.error}
      </p>
    </section>
  );
}
