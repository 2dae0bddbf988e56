import { isForbidden, OnlyOrganisers } from '../account/only-organisers.tsx';
import { Failure } from '../layout/failure.tsx';
import { paths } from '../routing.tsx';
import { texts } from '../text/language.ts';

/** Stands in for a view of the organiser's part if somebody else is signed in, or nobody. */
export function OnlyForOrganisers() {
  const { title, text, instead } = texts.organise;
  return (
    <OnlyOrganisers title={title} text={text} instead={{ href: paths.shows, text: instead }} />
  );
}

type OrganiserFailureProps = { readonly error: unknown; readonly retry: () => void };

/** Says why a view of the organiser has nothing to show. */
export const OrganiserFailure = ({ error, retry }: OrganiserFailureProps) =>
  isForbidden(error) ? <OnlyForOrganisers /> : <Failure error={error} retry={retry} />;
