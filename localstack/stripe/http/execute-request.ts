import { createHash } from 'node:crypto';
import type { Account, Call } from '../account.ts';
import type { CallFailure } from '../faults.ts';
import type { Operation, PreparedRequest } from '../operations/operation.ts';
import type { StoredAnswer } from '../store/answers.ts';
import { expandAll } from './expand.ts';
import type { FormObject } from './form.ts';
import { refuseLocked, refuseRate } from './rate-limit.ts';
import { type Answer, StripeFailure } from './stripe-failure.ts';

/** A request whose sender may call the operation. */
export type ApiRequest = {
  readonly id: string;
  readonly path: string;
  readonly operation: Operation;
  readonly objectId: string;
  readonly parameters: FormObject;
  /** Only of a request that changes something. */
  readonly idempotencyKey: string | undefined;
};

/** The connection is closed, and nothing answered. */
export class Disconnected extends Error {}

const LONGEST_KEY = 255;

/**
 * Executes requests. A request with an idempotency key takes effect once, and each repetition gets the
 * first answer, also if that is an error, as long as the execution had begun.
 * Source: https://docs.stripe.com/api/idempotent_requests
 */
export const createExecutor = (account: Account) => {
  const keysInUse = new Set<string>();
  /** @throws StripeFailure, Disconnected */
  return async (request: ApiRequest): Promise<Answer> => {
    const { idempotencyKey: key } = request;
    if (key === undefined) return await execute(account, request);
    if (key.length > LONGEST_KEY) {
      throw new StripeFailure(400, `Idempotency keys have at most ${LONGEST_KEY} characters.`);
    }
    if (keysInUse.has(key)) {
      throw new StripeFailure(
        409,
        'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through). Please try again later.',
        { type: 'idempotency_error', code: 'idempotency_key_in_use' },
      );
    }
    keysInUse.add(key);
    try {
      return await execute(account, request);
    } finally {
      keysInUse.delete(key);
    }
  };
};

const replay = (account: Account, request: ApiRequest): Answer | undefined => {
  const key = request.idempotencyKey;
  const stored = key === undefined ? undefined : account.store.answers.find(key, account.now());
  if (stored === undefined) return undefined;
  if (stored.path !== request.path) {
    throw refuseReuse(
      `for the same endpoint they were first used for ('${request.path}' vs '${stored.path}')`,
    );
  }
  if (stored.fingerprint !== fingerprint(request)) {
    throw refuseReuse('with the same parameters they were first used with');
  }
  return {
    status: stored.status,
    body: JSON.parse(stored.body),
    headers: { 'idempotent-replayed': 'true' },
  };
};

const refuseReuse = (how: string): StripeFailure =>
  new StripeFailure(
    400,
    `Keys for idempotent requests can only be used ${how}. Try using a key other than the one given if you meant to execute a different request.`,
    { type: 'idempotency_error' },
  );

const fingerprint = ({ parameters }: ApiRequest): string =>
  createHash('sha256')
    .update(JSON.stringify(sortNames(parameters)))
    .digest('base64url');

const sortNames = (value: FormObject[string]): FormObject[string] => {
  if (typeof value === 'string') return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, sortNames(inner)] as const);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
};

const execute = async (account: Account, request: ApiRequest): Promise<Answer> => {
  const { operation, idempotencyKey } = request;
  const failure = await account.faults.findFailure(operation.name, idempotencyKey);
  throwBefore(failure);
  const answer =
    replay(account, request) ??
    commit(account, request, operation.prepare(request.parameters, request.objectId), failure);
  if (failure === 'disconnect-after') throw new Disconnected();
  return answer;
};

/** @throws StripeFailure, Disconnected for a failure that leaves no trace */
const throwBefore = (failure: CallFailure | undefined): void => {
  switch (failure) {
    case 'disconnect-before':
      throw new Disconnected();
    case 'error-before':
      throw internalError();
    case 'rate-limit':
      throw refuseRate();
    case 'lock':
      throw refuseLocked();
    case 'disconnect-after':
    case 'error-kept':
    case 'error-after':
    case undefined:
      return;
  }
};

/** Carries out a request and keeps its answer, in one transaction. */
const commit = (
  account: Account,
  request: ApiRequest,
  prepared: PreparedRequest,
  failure: CallFailure | undefined,
): Answer => {
  const { store } = account;
  const { id, idempotencyKey } = request;
  const call: Call = { account, request: { id, idempotency_key: idempotencyKey ?? null } };
  const keep = (answer: Answer): Answer => {
    if (idempotencyKey !== undefined) {
      store.answers.add(idempotencyKey, toStored(request, answer), account.now());
    }
    return answer;
  };
  try {
    return store.transact(() => {
      if (failure === 'error-kept') throw internalError();
      const { status, body } = prepared.execute(call);
      const expanded = status === 200 ? expandAll(account, body, prepared.expand) : body;
      return keep(
        failure === 'error-after' ? internalError().toAnswer() : { status, body: expanded },
      );
    });
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return store.transact(() => keep(error.toAnswer()));
  }
};

const toStored = (request: ApiRequest, { status, body }: Answer): StoredAnswer => ({
  path: request.path,
  fingerprint: fingerprint(request),
  status,
  body: JSON.stringify(body),
});

/** A repetition with the same key would get the same answer, so the SDK makes none. */
export const internalError = (): StripeFailure =>
  new StripeFailure(
    500,
    'An unknown error occurred',
    { type: 'api_error' },
    { 'stripe-should-retry': 'false' },
  );
