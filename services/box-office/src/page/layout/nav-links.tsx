import { Link } from '../routing.tsx';

type NavLinksProps = {
  readonly links: readonly { readonly path: string; readonly text: string }[];
  /** The path of the view that is shown. */
  readonly path: string;
};

/** Links to views. The one that is shown is marked. */
export const NavLinks = ({ links, path }: NavLinksProps) =>
  links.map((link) => (
    <Link key={link.path} href={link.path} aria-current={link.path === path ? 'page' : undefined}>
      {link.text}
    </Link>
  ));
