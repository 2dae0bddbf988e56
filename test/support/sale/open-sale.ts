import { inject } from 'vitest';
import { openSaleOn, type Sale, type SaleWish } from './open-sale-on.ts';

export type { Sale } from './open-sale-on.ts';

/** A sale on the run's local AWS. */
export const openSale = (wish?: SaleWish): Promise<Sale> =>
  openSaleOn(
    {
      dynamodbEndpoint: inject('dynamodbEndpoint'),
      sqsEndpoint: inject('sqsEndpoint'),
      backend: inject('backend'),
    },
    wish,
  );
