import { text } from 'node:stream/consumers';
import { HttpRequest, type HttpResponse } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { parseJson } from '@willcall/contracts';
import * as z from 'zod/mini';
import { createClientConfig, findCredentials } from './client-config.ts';
import type { CommonEnvironment } from './environment.ts';

/** One operation of an AWS service that takes and answers JSON. */
type JsonOperation = {
  readonly client: 'SECRETS_MANAGER' | 'CLOUDWATCH';
  /** The name of the service in its address and in signatures, e.g. `secretsmanager`. */
  readonly service: string;
  /** The header `X-Amz-Target`, e.g. `secretsmanager.GetSecretValue`. */
  readonly target: string;
  readonly jsonVersion: '1.0' | '1.1';
};

/**
 * Returns a function that calls an operation and returns the body of the answer. It signs and sends the request
 * with the parts of the SDK that every bundle contains: a client would add at least 31 KB to each bundle, and make
 * esbuild wrap all modules that both use.
 *
 * @throws RefusedRequestError if the service answers with an error; the SDK's error if there is no answer.
 */
export function createSignedRequest(
  { client, service, target, jsonVersion }: JsonOperation,
  environment: CommonEnvironment,
): (body: object, abortSignal: AbortSignal) => Promise<unknown> {
  const config = createClientConfig(environment, client);
  const { protocol, hostname, port, host } = new URL(
    config.endpoint ?? findEndpoint(service, config.region),
  );
  const http = new NodeHttpHandler(config.requestHandler);
  const signer = new SignatureV4({
    service,
    region: config.region,
    credentials: findCredentials(environment),
    sha256: Hash.bind(undefined, 'sha256'),
  });
  return async (body, abortSignal) => {
    const request = new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      headers: {
        host,
        'content-type': `application/x-amz-json-${jsonVersion}`,
        'x-amz-target': target,
      },
      body: JSON.stringify(body),
    });
    const signed = HttpRequest.clone(await signer.sign(request));
    const { response } = await http.handle(signed, { abortSignal });
    const answer = parseJson(await text(response.body));
    if (response.statusCode !== 200) throw new RefusedRequestError(response, answer);
    return answer;
  };
}

/** The address of a service in the partition of a region, e.g. `aws`. */
const findEndpoint = (service: string, region: string): string =>
  `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/** An error that a service returned. The log shows its name and request id. */
export class RefusedRequestError extends Error {
  readonly isRetryable: boolean;
  readonly $metadata: { readonly requestId: string | undefined };

  constructor({ statusCode, headers }: HttpResponse, body: unknown) {
    super('The service refused the request');
    const { __type: type } = z.object({ __type: z.string() }).safeParse(body).data ?? {};
    // Some services prefix the name, e.g. `com.amazonaws.secretsmanager#InternalServiceError`.
    this.name = type?.split('#').at(-1) ?? `Status${statusCode}`;
    this.$metadata = { requestId: headers['x-amzn-requestid'] };
    this.isRetryable = statusCode >= 500 || /Throttl|TooManyRequests/.test(this.name);
  }
}
