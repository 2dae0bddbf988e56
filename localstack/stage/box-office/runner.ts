import { known, parseJson } from '@willcall/contracts';
import * as z from 'zod';
import type { HttpResponse } from '../../aws/api-gateway/http-response.ts';
import type { FrontRequest, ServeFirst } from '../../aws/api-gateway/serve-first.ts';

/** An endpoint of `npm start` itself. No deployed stage has one. */
export type RunnerEndpoint = {
  /** Below `/app/runner/`. */
  readonly name: string;
  /**
   * Answers a request of our own page with JSON.
   *
   * @throws z.ZodError if the body is not valid. Its first sentence is the answer; RunnerRefusal
   */
  answer(body: unknown): Promise<unknown>;
};

/** A valid request that cannot be served now. */
export class RunnerRefusal extends Error {
  override readonly name = 'RunnerRefusal';
  readonly status: 409 | 503;
  /** What is answered. */
  readonly body: { readonly message: string };

  constructor(status: 409 | 503, body: { readonly message: string; readonly showId?: string }) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

const PREFIX = '/app/runner/';

/** More than any of these requests needs. */
const MAX_BODY_BYTES = 4_096;

/**
 * Creates what serves the runner's own endpoints, such as sign-in. They act for whoever asks, so they answer
 * our own page alone: a page elsewhere can make a browser send requests here, also under a name of its own
 * that resolves to 127.0.0.1 (DNS rebinding).
 */
export const createRunner =
  (endpoints: readonly RunnerEndpoint[]): ServeFirst =>
  async (request) => {
    if (!request.path.startsWith(PREFIX)) return undefined;
    const refusal = refuse(request);
    if (refusal !== undefined) return refusal;
    const endpoint = endpoints.find(({ name }) => request.path === `${PREFIX}${name}`);
    if (endpoint === undefined) return say(404, 'The runner has no such endpoint.');
    const body = await request.readBody(MAX_BODY_BYTES);
    if (body === 'too-large') return say(413, 'The request is too large.');
    try {
      return respond(200, await endpoint.answer(parseBody(body)));
    } catch (error) {
      if (error instanceof RunnerRefusal) return respond(error.status, error.body);
      if (!(error instanceof z.ZodError)) throw error;
      return say(400, known(error.issues[0], 'issue').message);
    }
  };

/** Refuses everything but a POST with JSON by our own page, which no other page can make a browser send. */
const refuse = ({ method, headers, port }: FrontRequest): HttpResponse | undefined => {
  const [address, localhost] = [hostOf('127.0.0.1', port), hostOf('localhost', port)];
  const host = onlyValue(headers.host);
  if (host !== address && host !== localhost) {
    return say(403, `Open http://${address} instead: the runner has no other name.`);
  }
  if (method !== 'POST') return say(405, 'Send a POST.');
  if (onlyValue(headers.origin) !== `http://${host}`) {
    return say(403, 'The runner answers its own page only.');
  }
  const contentType = onlyValue(headers['content-type']);
  if (contentType === undefined || !/^application\/json\s*(;|$)/i.test(contentType)) {
    return say(415, 'Send JSON.');
  }
  return undefined;
};

/** The host as a browser sends it: without the port if that is 80. */
const hostOf = (name: string, port: number): string => new URL(`http://${name}:${port}`).host;

/** Undefined if the header was sent twice, because the two values can differ. */
const onlyValue = (values: readonly string[] | undefined): string | undefined =>
  values?.length === 1 ? values[0] : undefined;

const parseBody = (body: Buffer): unknown => {
  try {
    return parseJson(body.toString());
  } catch {
    return undefined;
  }
};

const say = (statusCode: number, message: string): HttpResponse => respond(statusCode, { message });

const respond = (statusCode: number, body: unknown): HttpResponse => ({
  statusCode,
  headers: {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(statusCode === 405 && { allow: 'POST' }),
  },
  cookies: [],
  body: Buffer.from(JSON.stringify(body)),
});
