import { useEffect, useRef } from 'preact/hooks';
import { SignInPage } from './account/sign-in.tsx';
import { SignedInPage } from './account/signed-in.tsx';
import { RequestPage } from './buy/request-page.tsx';
import { Header } from './layout/header.tsx';
import { NotFound } from './layout/not-found.tsx';
import { OfflineBanner } from './layout/offline-banner.tsx';
import { LiveView } from './live/live-view.tsx';
import { PurchaseList } from './mine/purchase-list.tsx';
import { PurchasePage } from './mine/purchase-page.tsx';
import { OrganiserView } from './organise/organiser-view.tsx';
import { findView, usePath, type View } from './routing.tsx';
import { ShowList } from './shows/show-list.tsx';
import { ShowPage } from './shows/show-page.tsx';
import { texts } from './text/language.ts';

/** The views by their paths. The views of the organiser are in a table of their own. */
const views: readonly View[] = [
  { path: /^\/(?:signed-out|app\/|app\/shows)?$/, show: () => <ShowList /> },
  { path: /^\/signed-in$/, show: () => <SignedInPage /> },
  { path: /^\/app\/shows\/([^/]+)$/, show: (showId) => <ShowPage showId={showId} /> },
  { path: /^\/app\/shows\/([^/]+)\/live$/, show: (showId) => <LiveView showId={showId} /> },
  { path: /^\/app\/requests\/([^/]+)$/, show: (key) => <RequestPage requestKey={key} /> },
  { path: /^\/app\/purchases$/, show: () => <PurchaseList /> },
  { path: /^\/app\/purchases\/([^/]+)$/, show: (id) => <PurchasePage purchaseId={id} /> },
  { path: /^\/app\/sign-in$/, show: () => <SignInPage /> },
  { path: /^\/app\/organise(?:\/.*)?$/, show: () => <OrganiserView /> },
];

export function App() {
  const path = usePath();
  return (
    <>
      <a class="skip" href="#content">
        {texts.skip}
      </a>
      <Header path={path} />
      <OfflineBanner />
      <Content path={path} />
    </>
  );
}

/** Shows the view of a path. After a change of view, the focus is where reading begins. */
function Content({ path }: { readonly path: string }) {
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [path]);
  return (
    <main id="content" ref={main} tabIndex={-1} key={path}>
      {findView(views, path) ?? <NotFound />}
    </main>
  );
}
