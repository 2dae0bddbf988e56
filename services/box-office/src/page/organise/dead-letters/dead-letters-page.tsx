import type { DeadLetterList } from '@willcall/client';
import { useEffect, useState } from 'preact/hooks';
import { isForbidden } from '../../account/only-organisers.tsx';
import { deadLetters } from '../../api/willcall.ts';
import { Title } from '../../layout/title.tsx';
import { ConfirmedAction } from '../../mine/confirmed-action.tsx';
import { formatCount } from '../../text/formats.ts';
import { operateTexts } from '../../text/operate.ts';
import { OnlyForOrganisers } from '../organiser-failure.tsx';
import { useAction, useEnd } from '../use-action.ts';
import { LetterRow } from './letter-row.tsx';

const texts = operateTexts.deadLetters;

/**
 * Purchases that could not be decided, and sending them back. It looks once, and again when asked to: each look
 * receives the messages, which can delay their next try.
 */
export function DeadLettersPage() {
  const [list, setList] = useState<DeadLetterList>();
  const [isRefused, setRefused] = useState(false);
  const [said, setSaid] = useState<string>();
  const { isRunning, failure, run } = useAction();
  const signal = useEnd();
  const look = async () => {
    try {
      setList(await deadLetters.list({ signal }));
    } catch (error) {
      if (isForbidden(error)) setRefused(true);
      throw error;
    }
  };
  const redrive = () =>
    run(async () => {
      const { sent, newer, isComplete } = await deadLetters.redrive({ signal });
      const sentences = [texts.sent(formatCount(sent))];
      if (newer > 0) sentences.push(texts.newer(formatCount(newer)));
      if (!isComplete) sentences.push(texts.incomplete);
      setSaid(sentences.join(' '));
      await look();
    });
  useEffect(() => void run(look), []);
  if (isRefused) return <OnlyForOrganisers />;
  return (
    <>
      <Title>{texts.title}</Title>
      <p>{texts.text}</p>
      <div class="actions">
        <button
          type="button"
          aria-disabled={isRunning}
          onClick={() => {
            setSaid(undefined);
            void run(look);
          }}
        >
          {texts.look}
        </button>
        <ConfirmedAction {...texts.redrive} onConfirm={redrive} />
      </div>
      <p role="status">{isRunning ? texts.looking : said}</p>
      <p class="error" role="alert">
        {failure}
      </p>
      {list === undefined ? (
        <div class="organised-loading" aria-busy={isRunning} />
      ) : (
        (['dead', 'parked'] as const).map((queue) => (
          <QueueOf key={queue} queue={queue} list={list} />
        ))
      )}
    </>
  );
}

type QueueOfProps = { readonly queue: 'dead' | 'parked'; readonly list: DeadLetterList };

function QueueOf({ queue, list }: QueueOfProps) {
  const { ready, hidden } = list[queue];
  const letters = list.letters.filter((letter) => letter.queue === queue);
  return (
    <section aria-labelledby={`letters-${queue}`}>
      <h2 id={`letters-${queue}`}>{texts.queues[queue]}</h2>
      <p class="note">{texts.counted(formatCount(ready), formatCount(hidden))}</p>
      {letters.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <ul class="letters">
          {letters.map((letter) => (
            <LetterRow key={letter.messageId} letter={letter} />
          ))}
        </ul>
      )}
    </section>
  );
}
