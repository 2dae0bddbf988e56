import { signOut, useUser } from '../api/session.ts';
import { forgetDraft } from '../kept/draft.ts';
import { Link, paths } from '../routing.tsx';
import { texts } from '../text/language.ts';
import { NavLinks } from './nav-links.tsx';

const LINKS = [
  { path: paths.shows, text: texts.nav.shows },
  { path: paths.purchases, text: texts.nav.purchases },
];

/** The wordmark, the main links, and who is signed in. */
export function Header({ path }: { readonly path: string }) {
  const user = useUser();
  return (
    <header class="header">
      <Link href={paths.shows} class="wordmark" aria-label={`willcall, ${texts.name}`}>
        <Wordmark />
      </Link>
      <nav class="header-links" aria-label={texts.nav.label}>
        <NavLinks links={LINKS} path={path} />
        {user?.admin === true && (
          <Link
            href={paths.organise}
            aria-current={path.startsWith(paths.organise) ? 'page' : undefined}
          >
            {texts.organise.link}
          </Link>
        )}
        <a href="/docs">{texts.nav.docs}</a>
      </nav>
      <div class="header-user">
        {user === undefined ? (
          <Link href={paths.signIn}>{texts.nav.signIn}</Link>
        ) : (
          <>
            <span class="user-name" title={texts.signedInAs(user.name)}>
              {user.name}
            </span>
            <button type="button" class="link" onClick={leave}>
              {texts.nav.signOut}
            </button>
          </>
        )}
      </div>
    </header>
  );
}

/** Whoever uses this device next does not see the holder of before. */
const leave = (): void => {
  forgetDraft();
  signOut();
};

/** A ticket, and the name. */
function Wordmark() {
  return (
    <>
      <svg viewBox="0 0 28 20" width="28" height="20" aria-hidden="true">
        <path
          class="wordmark-ticket"
          d="M0 4a3 3 0 0 1 3-3h22a3 3 0 0 1 3 3v3.4a2.7 2.7 0 0 0 0 5.2V16a3 3 0 0 1-3 3H3a3 3 0 0 1-3-3v-3.4a2.7 2.7 0 0 0 0-5.2z"
        />
        <path class="wordmark-tear" d="M19 1v18" />
      </svg>
      <span>willcall</span>
    </>
  );
}
