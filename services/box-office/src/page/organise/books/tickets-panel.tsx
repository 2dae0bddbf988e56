import type { ShowResource } from '@willcall/client';
import { useState } from 'preact/hooks';
import { saveFile } from '../../mine/calendar.ts';
import { formatCount } from '../../text/formats.ts';
import { operateTexts } from '../../text/operate.ts';
import { useAction, useEnd } from '../use-action.ts';
import { exportTickets } from './export-tickets.ts';

const texts = operateTexts.export;

/** Saves every ticket of a show as a file. */
export function TicketsPanel({ show }: { readonly show: Pick<ShowResource, 'showId' | 'name'> }) {
  const [hasMark, setMark] = useState(true);
  const [said, setSaid] = useState<string>();
  const { isRunning, failure, run } = useAction();
  const end = useEnd();
  const submit = (event: Event) => {
    event.preventDefault();
    setSaid(undefined);
    void run(async () => {
      try {
        const { file, tickets, leftOut } = await exportTickets(show.showId, {
          hasMark,
          onProgress: (read) => setSaid(texts.progress(formatCount(read))),
          signal: end,
        });
        saveFile(texts.fileName(show.name), file);
        const sentences = [texts.done(formatCount(tickets))];
        if (leftOut > 0) sentences.push(texts.leftOut(formatCount(leftOut)));
        setSaid(sentences.join(' '));
      } catch (error) {
        setSaid(undefined);
        throw error;
      }
    });
  };
  return (
    <form class="panel manage-part" aria-labelledby="manage-tickets" onSubmit={submit}>
      <h2 id="manage-tickets">{texts.title}</h2>
      <p>{texts.text}</p>
      <label class="check">
        <input
          type="checkbox"
          name="mark"
          checked={hasMark}
          onChange={(event) => setMark(event.currentTarget.checked)}
        />
        {texts.mark}
      </label>
      <button type="submit" aria-disabled={isRunning}>
        {texts.submit}
      </button>
      <p role="status">{said}</p>
      <p class="error" role="alert">
        {failure}
      </p>
    </form>
  );
}
