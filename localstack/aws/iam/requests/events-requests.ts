import type { RequestsOf } from '../access-request.ts';
import { busArn } from './resource-arns.ts';

export type EventsInput = { readonly Entries?: readonly { readonly EventBusName?: string }[] };

/** Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export const eventsRequests: RequestsOf<EventsInput> = {
  PutEventsCommand: ({ Entries = [] }) =>
    Entries.map(({ EventBusName }) => ({
      action: 'events:PutEvents',
      resource: busArn(EventBusName),
    })),
};
