import { useUser } from '../api/session.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { Failure } from '../layout/failure.tsx';
import { Link, paths } from '../routing.tsx';
import { texts } from '../text/language.ts';
import { OnlyWatchers } from './only-watchers.tsx';

/** The sale of a show as it goes, for the organiser. Nobody else loads its code. */
export function LiveView({ showId }: { readonly showId: string }) {
  const isAdmin = useUser()?.admin === true;
  return isAdmin ? <LoadedView showId={showId} /> : <OnlyWatchers showId={showId} />;
}

function LoadedView({ showId }: { readonly showId: string }) {
  const loaded = useLoaded({ of: 'live', load: () => import('./live-page.tsx') });
  switch (loaded.state) {
    case 'loading':
      return <p class="part-loading">{texts.loading}</p>;
    case 'failed':
      return <Failure error={loaded.error} retry={loaded.retry} />;
    case 'loaded':
      return <loaded.value.LivePage showId={showId} />;
  }
}

/** Leads an organiser from a show to its sale. */
export function WatchLink({ showId }: { readonly showId: string }) {
  if (useUser()?.admin !== true) return null;
  return (
    <p class="watch">
      <Link href={paths.live(showId)}>{texts.live.watch}</Link>
    </p>
  );
}
