import type { ShowResource } from '@willcall/client';
import { useState } from 'preact/hooks';
import { useLoaded } from '../api/use-loaded.ts';
import { shows } from '../api/willcall.ts';
import { Failure } from '../layout/failure.tsx';
import { Title } from '../layout/title.tsx';
import { DemoInvitation } from '../live/demo-sale.tsx';
import { texts } from '../text/language.ts';
import { ShowCard, ShowCardSkeleton } from './show-card.tsx';

/** Shows of the first view, and how many more at each request for more. */
const SHOWS_PER_VIEW = 24;

/** Milliseconds. A new show or a changed price is seen soon enough. */
const REFRESH_MS = 15_000;

/** All shows that have not begun, by start. */
export function ShowList() {
  const [most, setMost] = useState(SHOWS_PER_VIEW);
  const loaded = useLoaded({
    of: `shows ${most}`,
    load: (signal) => readShows(most + 1, signal),
    refreshMs: REFRESH_MS,
  });
  if (loaded.state === 'failed') return <Failure error={loaded.error} retry={loaded.retry} />;
  const listed = loaded.state === 'loaded' ? loaded.value : undefined;
  return (
    <>
      <DemoInvitation />
      <Title>{texts.shows.title}</Title>
      {listed?.length === 0 && (
        <section class="message">
          <h2>{texts.shows.none}</h2>
          <p>{texts.shows.noneText}</p>
        </section>
      )}
      <ul class="shows" aria-busy={listed === undefined}>
        {listed === undefined
          ? [1, 2, 3].map((nth) => <ShowCardSkeleton key={nth} />)
          : listed.slice(0, most).map((show) => <ShowCard key={show.showId} show={show} />)}
      </ul>
      {listed !== undefined && listed.length > most && (
        <button type="button" class="quiet" onClick={() => setMost(most + SHOWS_PER_VIEW)}>
          {texts.shows.more}
        </button>
      )}
    </>
  );
}

async function readShows(most: number, signal: AbortSignal): Promise<readonly ShowResource[]> {
  const read: ShowResource[] = [];
  for await (const show of shows.list({ signal })) {
    read.push(show);
    if (read.length === most) break;
  }
  return read;
}
