import type { Store } from '../open-store.ts';
import { type UpdatedShow, updateShow } from './update-show.ts';

type FlyerToAttach = {
  readonly flyerUrl: string;
  /** The position of the upload among all uploads for the show, as text that compares. */
  readonly flyerOrder: string;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/**
 * Attaches a flyer to a show, unless the show has the flyer of the same or a later upload.
 *
 *     upload 1 ── upload 2 ── attach 2 ✓ ── attach 1 (late) ✗ ── attach 2 (again) ✗
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE: the flyer may have been attached.
 */
export const attachFlyer = (
  store: Store<'shows'>,
  showId: string,
  { flyerUrl, flyerOrder, at, correlationId }: FlyerToAttach,
): Promise<UpdatedShow> =>
  updateShow(store, 'attach the flyer', showId, {
    UpdateExpression:
      'SET flyerUrl = :url, flyerOrder = :order, updatedAt = :at, correlationId = :upload',
    ConditionExpression: 'attribute_not_exists(flyerOrder) OR flyerOrder < :order',
    ExpressionAttributeValues: {
      ':url': flyerUrl,
      ':order': flyerOrder,
      ':at': at,
      ':upload': correlationId,
    },
  });
