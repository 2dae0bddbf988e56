import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalLog } from '../process/local-log.ts';
import { readBody } from '../process/read-body.ts';
import { EventsError } from './events-error.ts';
import type { EventsContext } from './operations/operation.ts';
import { operations } from './operations/operations.ts';

/**
 * Answers one request of the protocol that the SDK speaks to EventBridge: POST, JSON, and the
 * operation in a header.
 * Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const answerRequest = async (
  context: EventsContext,
  log: LocalLog,
  request: IncomingMessage,
): Promise<(response: ServerResponse, close: boolean) => void> => {
  try {
    const result = await perform(context, request);
    return (response, close) => send(response, 200, result, close);
  } catch (error) {
    const refusal = error instanceof EventsError ? error : unexpected(log, error);
    const { code, message, status } = refusal;
    return (response, close) => send(response, status, { __type: code, message }, close);
  }
};

const perform = async (context: EventsContext, request: IncomingMessage): Promise<unknown> => {
  const [, name = ''] = /^AWSEvents\.(\w+)$/.exec(header(request, 'x-amz-target')) ?? [];
  const operation = request.method === 'POST' ? operations.get(name) : undefined;
  if (operation === undefined) {
    throw new EventsError(
      'UnknownOperationException',
      `The local event bus does not know the operation ${name || 'asked for'}.`,
    );
  }
  const body = await readBody(request);
  if (body === 'too-large') {
    throw new EventsError('ValidationException', 'The request is too large.');
  }
  return await operation(context, parsed(body.toString()));
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new EventsError('SerializationException', 'The body is not JSON.', { cause: error });
  }
};

const unexpected = (log: LocalLog, error: unknown): EventsError => {
  log({ message: 'The event bus failed', subject: 'events', error });
  return new EventsError('InternalException', 'The event bus failed.', { cause: error });
};

const header = ({ headers }: IncomingMessage, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

const send = (response: ServerResponse, status: number, body: unknown, close: boolean): void => {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': bytes.length,
    'x-amzn-requestid': randomUUID(),
    ...(close && { connection: 'close' }),
  });
  response.end(bytes);
};
