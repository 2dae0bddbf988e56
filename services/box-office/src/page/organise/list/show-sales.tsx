import type { ShowResource } from '@willcall/client';
import { useState } from 'preact/hooks';
import { useLoaded } from '../../api/use-loaded.ts';
import { organiser } from '../../api/willcall.ts';
import { Title } from '../../layout/title.tsx';
import { organiseTexts } from '../../text/organise.ts';
import { OrganiserFailure } from '../organiser-failure.tsx';
import { ShowRow } from './show-row.tsx';
import { TotalSales } from './total-sales.tsx';

/** Shows of the first view, and how many more at each request for more. */
const SHOWS_PER_VIEW = 24;

const texts = organiseTexts.list;

/** All shows with their sales. The sales of a show are read once, because each reading costs its stock shards. */
export function ShowSales() {
  const [isPast, setPast] = useState(false);
  return (
    <>
      <Title>{texts.title}</Title>
      <TotalSales />
      <fieldset class="choices">
        <legend class="unseen">{texts.which}</legend>
        {[false, true].map((past) => (
          <button
            type="button"
            key={String(past)}
            aria-pressed={past === isPast}
            onClick={() => setPast(past)}
          >
            {past ? texts.past : texts.upcoming}
          </button>
        ))}
      </fieldset>
      <ListedShows isPast={isPast} key={String(isPast)} />
    </>
  );
}

function ListedShows({ isPast }: { readonly isPast: boolean }) {
  const [most, setMost] = useState(SHOWS_PER_VIEW);
  const loaded = useLoaded({
    of: `shows ${isPast} ${most}`,
    load: (signal) => readShows(isPast, most + 1, signal),
  });
  if (loaded.state === 'loading') return <div class="organised-loading" aria-busy="true" />;
  if (loaded.state === 'failed') {
    return <OrganiserFailure error={loaded.error} retry={loaded.retry} />;
  }
  if (loaded.value.length === 0) return <p>{texts.none}</p>;
  return (
    <>
      <ul class="organised">
        {loaded.value.slice(0, most).map((show) => (
          <ShowRow key={show.showId} show={show} />
        ))}
      </ul>
      {loaded.value.length > most && (
        <button type="button" class="quiet" onClick={() => setMost(most + SHOWS_PER_VIEW)}>
          {texts.more}
        </button>
      )}
    </>
  );
}

async function readShows(
  past: boolean,
  most: number,
  signal: AbortSignal,
): Promise<readonly ShowResource[]> {
  const read: ShowResource[] = [];
  for await (const show of organiser.list({ past, signal })) {
    read.push(show);
    if (read.length === most) break;
  }
  return read;
}
