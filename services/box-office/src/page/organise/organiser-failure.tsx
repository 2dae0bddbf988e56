import { isForbidden } from '../api/is-forbidden.ts';
import { Failure } from '../layout/failure.tsx';
import { OnlyForOrganisers } from './only-for-organisers.tsx';

type OrganiserFailureProps = { readonly error: unknown; readonly retry: () => void };

/** Says why a view of the organiser has nothing to show. */
export const OrganiserFailure = ({ error, retry }: OrganiserFailureProps) =>
  isForbidden(error) ? <OnlyForOrganisers /> : <Failure error={error} retry={retry} />;
