import type { ShowResource } from '@willcall/client';
import { formatMoment, formatOwnMoment } from '../text/formats.ts';
import { texts } from '../text/language.ts';

type StartProps = { readonly show: Pick<ShowResource, 'startsAt' | 'timeZone'> };

/** When a show starts: on the venue's clock if its zone is known, and on this device's if that differs. */
export function Start({ show: { startsAt, timeZone } }: StartProps) {
  const own = formatOwnMoment(startsAt, timeZone);
  return (
    <>
      <time dateTime={startsAt}>{formatMoment(startsAt, timeZone)}</time>
      {own !== undefined && ` (${texts.show.yourTime}: ${own})`}
    </>
  );
}
