import { WillcallError } from '@willcall/client';
import { isForbidden } from '../account/only-organisers.tsx';
import { SignInButton } from '../account/sign-in-button.tsx';
import { signIn, useUser } from '../api/session.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { shows } from '../api/willcall.ts';
import { Title } from '../layout/title.tsx';
import { Link, navigate, paths } from '../routing.tsx';
import { isMissingShow, MissingShow } from '../shows/missing-show.tsx';
import { formatSeconds } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { DecidedChart } from './decided-chart.tsx';
import { DemoSale } from './demo-sale.tsx';
import { Figures } from './figures.tsx';
import '../styles/live.css';
import { OnlyWatchers } from './only-watchers.tsx';
import { Reasons } from './reasons.tsx';
import { Shards } from './shards.tsx';
import { useLiveSale, type WatchedSale } from './use-live-sale.ts';

/** What an organiser watches during a sale. */
export function LivePage({ showId }: { readonly showId: string }) {
  const show = useLoaded({ of: showId, load: (signal) => shows.get(showId, { signal }) });
  const sale = useLiveSale(showId);
  const { title, age, toShow } = texts.live;
  if (isForbidden(sale.failure)) return <OnlyWatchers showId={showId} />;
  if (isMissingShow(sale.failure)) return <MissingShow />;
  const name = show.state === 'loaded' ? show.value.name : undefined;
  return (
    <div class="live">
      <header class="live-header">
        <div>
          <p class="live-kind">
            {sale.latest === undefined ? title : `${title} ${age(formatSeconds(sale.age))}`}
          </p>
          <Title>{name ?? title}</Title>
          <State sale={sale} />
          <Watcher showId={showId} />
        </div>
        <div class="live-actions">
          <Link href={paths.show(showId)}>{toShow}</Link>
          <DemoSale />
        </div>
      </header>
      <Figures sale={sale} />
      <DecidedChart sale={sale} />
      <div class="live-pair">
        <Reasons points={sale.points} />
        <Shards shards={sale.latest?.shards ?? []} />
      </div>
    </div>
  );
}

/** Whether the figures are new. Only a change of that is read aloud, and not their age each second. */
function State({ sale: { latest, failure } }: { readonly sale: WatchedSale }) {
  const { state } = texts.live;
  return (
    <p class="live-state">
      <span role="status" class={failure === undefined ? 'live-on' : 'live-off'}>
        {failure !== undefined ? sayWhy(failure) : latest === undefined ? state.first : state.on}
      </span>
    </p>
  );
}

/** Says that this is the organiser's view, and leads a buyer back to the show under their own name. */
function Watcher({ showId }: { readonly showId: string }) {
  const before = useUser()?.before;
  const { asOrganiser, backTo } = texts.live;
  const goBack = async (name: string) => {
    await signIn({ name, admin: false });
    navigate(paths.show(showId));
  };
  return (
    <p class="note">
      {asOrganiser}{' '}
      {before !== undefined && (
        <SignInButton class="link" enter={() => goBack(before)}>
          {backTo(before)}
        </SignInButton>
      )}
    </p>
  );
}

function sayWhy(failure: unknown): string {
  const { noAnswer, noFigures, damaged } = texts.live.state;
  if (!(failure instanceof WillcallError) || failure.status === undefined) return noAnswer;
  return failure.code === 'RECORD_UNREADABLE' ? damaged : noFigures;
}
