import {
  CreateEventBusCommand,
  EventBridgeClient,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-eventbridge';
import { LOCAL_REGION, localCredentials } from '../../aws/clients/local-credentials.ts';

/** Makes an event bus; one that is there already stays, with its rules. */
export const createBus = async (endpoint: string, name: string): Promise<void> => {
  const client = new EventBridgeClient({
    endpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
  });
  try {
    await client.send(new CreateEventBusCommand({ Name: name }));
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  } finally {
    client.destroy();
  }
};
