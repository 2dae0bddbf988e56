import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ConfigurationError } from '../errors.ts';
import { type Environment, readEnvironment } from './environment.ts';

const SECRET = 'hunter2';
const own = { SHOWS_TABLE: z.string().check(z.minLength(1)), PURCHASES_QUEUE_URL: z.url() };
const complete = {
  AWS_REGION: 'eu-central-1',
  SHOWS_TABLE: 'shows',
  PURCHASES_QUEUE_URL: 'https://sqs.example.com/1/purchases.fifo',
};

function refusalOf(environment: Environment): ConfigurationError {
  try {
    readEnvironment(own, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('It was not refused');
}

describe('the environment', () => {
  it('has the declared and the common variables', () => {
    expect(readEnvironment(own, complete)).toEqual({ ...complete, WILLCALL_BACKEND: 'aws' });
  });

  it('leaves out undeclared variables', () => {
    expect(readEnvironment(own, { ...complete, PASSWORD: SECRET })).not.toHaveProperty('PASSWORD');
  });

  it.each(['embedded', 'localstack', 'aws'])('accepts the backend %s', (backend) => {
    const { WILLCALL_BACKEND } = readEnvironment(own, { ...complete, WILLCALL_BACKEND: backend });
    expect(WILLCALL_BACKEND).toBe(backend);
  });

  it('names all missing variables at once', () => {
    const { message } = refusalOf({});
    for (const name of Object.keys(complete)) expect(message).toContain(name);
  });

  it.each([
    ['SHOWS_TABLE', ''],
    ['PURCHASES_QUEUE_URL', SECRET],
    ['AWS_REGION', ''],
    ['WILLCALL_BACKEND', SECRET],
    ['AWS_ENDPOINT_URL', SECRET],
    ['AWS_ENDPOINT_URL_DYNAMODB', SECRET],
    ['AWS_ENDPOINT_URL_SQS', SECRET],
  ])('names %s when it is invalid, and no valid variable', (name, value) => {
    const { message } = refusalOf({ ...complete, [name]: value });
    expect(message).toBe(`Missing or invalid environment variables: ${name}`);
  });

  it('never repeats a value in the message or the cause', () => {
    const error = refusalOf({
      ...complete,
      PURCHASES_QUEUE_URL: SECRET,
      AWS_ENDPOINT_URL: SECRET,
      WILLCALL_BACKEND: SECRET,
    });
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain(SECRET);
    expect(error.cause).toBeUndefined();
  });

  it('is not retryable when it is invalid', () => {
    expect(refusalOf({})).toMatchObject({ code: 'MISCONFIGURED', retryable: false });
  });
});
