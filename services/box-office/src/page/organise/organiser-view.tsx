import { useUser } from '../api/session.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { Failure } from '../layout/failure.tsx';
import { texts } from '../text/language.ts';
import { OnlyForOrganisers } from './organiser-failure.tsx';

/** The organiser's part of the page. Nobody else loads its code. */
export function OrganiserView() {
  return useUser()?.admin === true ? <LoadedPart /> : <OnlyForOrganisers />;
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
