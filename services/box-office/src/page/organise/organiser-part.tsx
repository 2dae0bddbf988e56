import { NavLinks } from '../layout/nav-links.tsx';
import { NotFound } from '../layout/not-found.tsx';
import { findView, paths, usePath, type View } from '../routing.tsx';
import { operateTexts } from '../text/operate.ts';
import { organiseTexts as texts } from '../text/organise.ts';
import '../styles/organise.css';
import '../styles/operate.css';
import { BuyerPage } from './buyers/buyer-page.tsx';
import { DeadLettersPage } from './dead-letters/dead-letters-page.tsx';
import { MakePage } from './form/make-page.tsx';
import { ShowSales } from './list/show-sales.tsx';
import { ManagePage } from './show/manage-page.tsx';

/** The views of the organiser by their paths. */
const views: readonly View[] = [
  { path: /^\/app\/organise\/?$/, show: () => <ShowSales /> },
  { path: /^\/app\/organise\/new$/, show: () => <MakePage /> },
  {
    path: /^\/app\/organise\/shows\/([^/]+)$/,
    show: (showId) => <ManagePage showId={showId} key={showId} />,
  },
  {
    path: /^\/app\/organise\/buyers(?:\/([^/]+)\/purchases)?$/,
    show: (userId) => <BuyerPage userId={userId} key={userId} />,
  },
  { path: /^\/app\/organise\/dead-letters$/, show: () => <DeadLettersPage /> },
];

const LINKS = [
  { path: paths.organise, text: texts.nav.shows },
  { path: paths.makeShow, text: texts.nav.make },
  { path: paths.buyers, text: operateTexts.nav.buyers },
  { path: paths.deadLetters, text: operateTexts.nav.deadLetters },
];

/** Everything below `/app/organise`: the links of the part, and one of its views. */
export function OrganiserPart() {
  const path = usePath();
  return (
    <div class="organise">
      <nav class="organise-links" aria-label={texts.nav.label}>
        <NavLinks links={LINKS} path={path} />
      </nav>
      {findView(views, path) ?? <NotFound />}
    </div>
  );
}
