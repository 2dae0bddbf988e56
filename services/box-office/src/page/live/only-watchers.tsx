import { OnlyOrganisers } from '../account/only-organisers.tsx';
import { paths } from '../routing.tsx';
import { texts } from '../text/language.ts';

/** Says who may watch a sale, and leads to the show instead. */
export function OnlyWatchers({ showId }: { readonly showId: string }) {
  const { title, text, toShow } = texts.live.refused;
  return (
    <OnlyOrganisers
      title={title}
      text={text}
      instead={{ href: paths.show(showId), text: toShow }}
    />
  );
}
