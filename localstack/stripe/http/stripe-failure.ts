import type Stripe from 'stripe';

/** An answer of the API. */
export type Answer = {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
};

type FailureFields = {
  readonly type?: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error';
  readonly code?: string | undefined;
  readonly param?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly charge?: string | undefined;
  readonly payment_intent?: object | undefined;
  readonly payment_method?: Stripe.PaymentMethod | undefined;
};

/** A refusal, in the shape of Stripe's errors. Source: https://docs.stripe.com/api/errors */
export class StripeFailure extends Error {
  readonly status: number;
  readonly fields: FailureFields;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    fields: FailureFields = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'StripeFailure';
    this.status = status;
    this.fields = fields;
    this.headers = headers;
  }

  toAnswer(): Answer {
    const { code, type = 'invalid_request_error', ...fields } = this.fields;
    const doc = code === undefined ? {} : { code, doc_url: linkErrorCode(code) };
    return {
      status: this.status,
      body: { error: { ...fields, ...doc, message: this.message, type } },
      headers: this.headers,
    };
  }
}

export const linkErrorCode = (code: string): string =>
  `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;

/** A parameter that is not valid: 400. */
export const refuse = (message: string, fields: FailureFields = {}): StripeFailure =>
  new StripeFailure(400, message, fields);

/** Text of a request is quoted only if it can be an id, so that no answer repeats a card number. */
const ID = /^[a-z]{2,}_\w{1,255}$/;

/** An object that does not exist: 404 if the path names it, 400 if a parameter does. */
export const refuseMissing = (type: string, id: string, param?: string): StripeFailure =>
  new StripeFailure(
    param === undefined ? 404 : 400,
    ID.test(id) ? `No such ${type}: '${id}'` : `No such ${type}`,
    { code: 'resource_missing', param: param ?? (type === 'payment_intent' ? 'intent' : 'id') },
  );
