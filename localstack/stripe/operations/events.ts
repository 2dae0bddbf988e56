import type Stripe from 'stripe';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { CreatedParameters, Expand, list } from '../http/parameters.ts';
import { refuseMissing } from '../http/stripe-failure.ts';
import { listObjects } from './list.ts';
import { createOperation } from './operation.ts';

/** An event says how many of its webhooks are still on their way. */
const countPending = ({ store }: Account, event: Stripe.Event): Stripe.Event => ({
  ...event,
  pending_webhooks: store.agenda.countDeliveries(event.id),
});

/** Source: https://docs.stripe.com/api/events/retrieve */
export const retrieveEvent = createOperation({
  name: 'events.retrieve',
  parameters: z.strictObject({ expand: Expand }),
  run: ({ account }, _, id) => {
    const event = account.store.objects.find('event', id);
    if (event === undefined) throw refuseMissing('event', id);
    return countPending(account, event);
  },
});

/** Source: https://docs.stripe.com/api/events/list */
export const listEvents = createOperation({
  name: 'events.list',
  parameters: z.strictObject({
    ...CreatedParameters,
    type: z.string().optional(),
    types: list(z.string()).optional(),
  }),
  run: ({ account }, { created, type, types, ...page }) => {
    const list = listObjects(account, 'event', page, {
      url: '/v1/events',
      created,
      types: type === undefined ? types : [type],
    });
    return { ...list, data: list.data.map((event) => countPending(account, event)) };
  },
});
