import { EventBridgeClient, type EventBridgeClientConfig } from '@aws-sdk/client-eventbridge';

/** An event bus and the client that reaches it. */
export type Bus = { readonly eventBridge: EventBridgeClient; readonly name: string };

/** How a bus is reached. `plugins` are SDK middleware: meters and faults in tests. */
export type BusConnection = {
  readonly client: EventBridgeClientConfig;
  readonly plugins?: readonly Parameters<EventBridgeClient['middlewareStack']['use']>[0][];
};

/** Opens a bus by its name or ARN. Nothing is sent until the first call. */
export function openBus(name: string, { client, plugins = [] }: BusConnection): Bus {
  const eventBridge = new EventBridgeClient(client);
  for (const plugin of plugins) eventBridge.middlewareStack.use(plugin);
  return { eventBridge, name };
}
