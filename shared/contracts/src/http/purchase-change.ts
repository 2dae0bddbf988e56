import * as z from 'zod';
import { ReminderLead } from '../reminder-lead.ts';
import { Holder } from './purchase-request.ts';

/** The body of `PATCH /v1/purchases/{purchaseId}`: what is to change, at least one thing. Unknown fields are refused. */
export const PurchaseChange = z
  .strictObject({
    holder: Holder.optional(),
    reminderLeadSeconds: ReminderLead.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'must change something',
  });
export type PurchaseChange = z.infer<typeof PurchaseChange>;
