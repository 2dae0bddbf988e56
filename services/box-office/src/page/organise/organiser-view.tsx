import { OnlyOrganisers } from '../account/only-organisers.tsx';
import { useUser } from '../api/session.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { Failure } from '../layout/failure.tsx';
import { paths } from '../routing.tsx';
import { texts } from '../text/language.ts';

/** The organiser's part of the page. Nobody else loads its code. */
export function OrganiserView() {
  return useUser()?.admin === true ? <LoadedPart /> : <OnlyForOrganisers />;
}

/** Stands in for a view of the organiser's part, also if the API refuses whoever is signed in. */
export function OnlyForOrganisers() {
  const { title, text, instead } = texts.organise;
  return (
    <OnlyOrganisers title={title} text={text} instead={{ href: paths.shows, text: instead }} />
  );
}

type OrganiserPart = typeof import('./organiser-part.tsx');

/** It stays loaded, so that only the first of its views is waited for. */
let part: OrganiserPart | undefined;

async function loadPart(): Promise<OrganiserPart> {
  part = await import('./organiser-part.tsx');
  return part;
}

function LoadedPart() {
  const loaded = useLoaded({ of: 'organiser part', load: loadPart });
  if (part !== undefined) return <part.OrganiserPart />;
  if (loaded.state === 'failed') return <Failure error={loaded.error} retry={loaded.retry} />;
  return <p class="part-loading">{texts.loading}</p>;
}
