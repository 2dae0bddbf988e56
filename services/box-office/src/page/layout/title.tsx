import { useEffect } from 'preact/hooks';

/** The heading of a view. It is also the title of the document. */
export function Title({
  children,
  class: name,
}: {
  readonly children: string;
  readonly class?: string;
}) {
  useEffect(() => {
    document.title = `${children} · willcall`;
  }, [children]);
  return <h1 class={name}>{children}</h1>;
}
