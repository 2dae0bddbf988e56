import type { ComponentChild, ComponentChildren } from 'preact';
import { createObserved } from './observed.ts';

const path = createObserved(location.pathname);

window.addEventListener('popstate', () => path.set(location.pathname));

/** The path of the present view. */
export const usePath = path.use;

/** Shows another view. `replace`: Back does not lead to the present one. */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  window.scrollTo(0, 0);
  path.set(location.pathname);
}

/** The paths of all views. Each is `/` or below `/app/`. */
export const paths = {
  shows: '/',
  show: (showId: string) => `/app/shows/${encodeURIComponent(showId)}`,
  live: (showId: string) => `/app/shows/${encodeURIComponent(showId)}/live`,
  request: (key: string) => `/app/requests/${encodeURIComponent(key)}`,
  purchases: '/app/purchases',
  purchase: (purchaseId: string) => `/app/purchases/${encodeURIComponent(purchaseId)}`,
  signIn: '/app/sign-in',
  organise: '/app/organise',
  makeShow: '/app/organise/new',
  manageShow: (showId: string) => `/app/organise/shows/${encodeURIComponent(showId)}`,
  buyers: '/app/organise/buyers',
  /** A user id can have a dot, which the last segment of a path must not have. */
  buyer: (userId: string) => `/app/organise/buyers/${encodeURIComponent(userId)}/purchases`,
  deadLetters: '/app/organise/dead-letters',
} as const;

type LinkProps = {
  readonly href: string;
  readonly class?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-current'?: 'page' | undefined;
  readonly children: ComponentChildren;
};

/** A link to another view. The page is not loaded again. */
export function Link({ href, ...attributes }: LinkProps) {
  const follow = (event: MouseEvent) => {
    // The browser opens new tabs and windows itself.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate(href);
  };
  return <a href={href} onClick={follow} {...attributes} />;
}

export type View = {
  readonly path: RegExp;
  /** The first group of the path is the id of what the view shows. */
  show(id: string): ComponentChild;
};

/** Shows the first view that has a path. Undefined if none has it. */
export function findView(views: readonly View[], path: string): ComponentChild | undefined {
  for (const { path: pattern, show } of views) {
    const match = pattern.exec(path);
    if (match !== null) return show(decode(match[1] ?? ''));
  }
  return undefined;
}

const decode = (id: string): string => {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
};
