import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { HttpRequest, type HttpResponse } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { parseJson } from '@willcall/contracts';
import { retry } from '@willcall/domain';
import * as z from 'zod/mini';
import { KeysUnavailableError } from '../errors.ts';
import { createClientConfig, findCredentials } from './client-config.ts';
import type { CommonEnvironment } from './environment.ts';

/** Milliseconds between two tries. */
const RETRY_DELAY_MS = 100;

const Answer = z.object({ SecretString: z.optional(z.string()) });

/** The address of Secrets Manager in the partition that an ARN names, e.g. `aws`. */
const findEndpoint = (arn: string, region: string): string => {
  const domain = arn.startsWith('arn:aws-cn:') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://secretsmanager.${region}.${domain}`;
};

/**
 * Returns a function that reads the text of a secret from Secrets Manager. It signs and sends the one
 * request with the parts of the SDK that every bundle contains: the SDK's client would add 31 KB to each
 * bundle, and make esbuild wrap all modules that both use.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 *
 * @param arn the ARN of the secret.
 * @throws KeysUnavailableError on any failure, because a permission that was just granted also takes time
 *   to apply. A try without an answer, and one that the service failed or throttled, is repeated.
 */
export function createSecretReader(
  arn: string,
  environment: CommonEnvironment,
): (signal: AbortSignal) => Promise<string> {
  const config = createClientConfig(environment, 'SECRETS_MANAGER');
  const { protocol, hostname, port } = new URL(config.endpoint ?? findEndpoint(arn, config.region));
  const http = new NodeHttpHandler(config.requestHandler);
  const signer = new SignatureV4({
    service: 'secretsmanager',
    region: config.region,
    credentials: findCredentials(environment),
    sha256: Hash.bind(undefined, 'sha256'),
  });
  const request = new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    headers: {
      host: port === '' ? hostname : `${hostname}:${port}`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
    },
    body: JSON.stringify({ SecretId: arn }),
  });

  const send = async (abortSignal: AbortSignal): Promise<string | undefined> => {
    const signed = HttpRequest.clone(await signer.sign(request));
    const { response } = await http.handle(signed, { abortSignal });
    const body = parseJson(await text(response.body));
    if (response.statusCode !== 200) throw new SecretsManagerError(response, body);
    return Answer.parse(body).SecretString;
  };

  return async (signal) => {
    let cause: unknown;
    const secret = await retry(
      async () => {
        try {
          return { text: await send(signal) };
        } catch (error) {
          cause = error;
          return error instanceof SecretsManagerError && !error.isRetryable
            ? { failed: true }
            : 'again';
        }
      },
      {
        attempts: config.maxAttempts,
        signal,
        delayMs: () => RETRY_DELAY_MS,
        wait: setTimeout,
        exhausted: () => unavailable(cause),
      },
    );
    if ('failed' in secret) throw unavailable(cause);
    if (secret.text !== undefined) return secret.text;
    throw new KeysUnavailableError('The secret with the purchase id keys has no text value');
  };
}

const unavailable = (cause: unknown) =>
  new KeysUnavailableError('The secret with the purchase id keys cannot be read', { cause });

/** An error that Secrets Manager returned. The log shows its name and request id. */
class SecretsManagerError extends Error {
  readonly isRetryable: boolean;
  readonly $metadata: { readonly requestId: string | undefined };

  constructor({ statusCode, headers }: HttpResponse, body: unknown) {
    super('Secrets Manager refused the request');
    const { __type: type } = z.object({ __type: z.string() }).safeParse(body).data ?? {};
    // Some services prefix the name, e.g. `com.amazonaws.secretsmanager#InternalServiceError`.
    this.name = type?.split('#').at(-1) ?? `Status${statusCode}`;
    this.$metadata = { requestId: headers['x-amzn-requestid'] };
    this.isRetryable = statusCode >= 500 || /Throttl|TooManyRequests/.test(this.name);
  }
}
