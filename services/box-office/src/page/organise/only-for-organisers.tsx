import { OnlyOrganisers } from '../account/only-organisers.tsx';
import { paths } from '../routing.tsx';
import { texts } from '../text/language.ts';

/** Stands in for a view of the organiser's part, also if the API refuses whoever is signed in. */
export function OnlyForOrganisers() {
  const { title, text, instead } = texts.organise;
  return (
    <OnlyOrganisers title={title} text={text} instead={{ href: paths.shows, text: instead }} />
  );
}
