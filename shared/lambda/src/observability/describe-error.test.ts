import { describe, expect, it } from 'vitest';
import { describeError } from './describe-error.ts';

const SECRET = '4242424242424242';

/** Makes an error with the name of its class. */
const named = (name: string, message: string, options?: ErrorOptions): Error =>
  Object.assign(new Error(message, options), { name });

function caught(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}

const textOf = (error: unknown) => JSON.stringify(describeError(error));

describe('a described error', () => {
  it.each(['StoreError', 'MessagingError', 'WorkerError', 'ConfigurationError', 'ProblemError'])(
    'keeps the message of a %s, which contains no data',
    (name) => {
      expect(describeError(named(name, 'It failed'))).toMatchObject({ name, message: 'It failed' });
    },
  );

  it('drops the message of a JSON parser, which quotes the body', () => {
    const error = caught(() => JSON.parse(`x${SECRET}`));
    expect(error).toHaveProperty('message', expect.stringContaining('4242'));
    expect(describeError(error)).toMatchObject({ name: 'SyntaxError' });
    expect(describeError(error)).not.toHaveProperty('message');
    expect(textOf(error)).not.toContain('4242');
  });

  it('keeps the name, request id and code of an AWS error, but not its message', () => {
    const error = Object.assign(named('ValidationException', `Wrong item: ${SECRET}`), {
      code: 'ECONNRESET',
      $fault: 'client',
      $metadata: { requestId: 'R-1', httpStatusCode: 400, secret: SECRET },
      Item: { card: SECRET },
      $response: { body: SECRET },
    });
    expect(describeError(error)).toEqual({
      name: 'ValidationException',
      code: 'ECONNRESET',
      awsRequestId: 'R-1',
      frames: expect.any(Array),
    });
    expect(textOf(error)).not.toContain(SECRET);
  });

  it('includes the causes, with the allowed fields of each', () => {
    const sdk = Object.assign(named('TimeoutError', `POST ${SECRET}`), {
      $metadata: { requestId: 'R-2' },
    });
    const error = named('StoreError', 'DynamoDB did not read the show', { cause: sdk });
    expect(describeError(error)).toMatchObject({
      name: 'StoreError',
      message: 'DynamoDB did not read the show',
      cause: { name: 'TimeoutError', awsRequestId: 'R-2' },
    });
    expect(textOf(error)).not.toContain(SECRET);
  });

  it('drops the message of a foreign cause, and also of our own error below it', () => {
    const foreign = named('Error', `wrapped: ${SECRET}`, {
      cause: named('TypeError', SECRET, { cause: named('MessagingError', 'SQS did not') }),
    });
    expect(textOf(foreign)).not.toContain(SECRET);
    expect(textOf(foreign)).toContain('SQS did not');
  });

  it('ends at the sixth error of a chain, even if the chain is circular', () => {
    const error = new Error('round');
    error.cause = error;
    const depth = textOf(error).split('"name"').length - 1;
    expect(depth).toBe(6);
  });

  it('has at most eight stack frames', () => {
    const dive = (levels: number): unknown => (levels === 0 ? new Error(SECRET) : dive(levels - 1));
    const { frames = [] } = describeError(dive(20));
    expect(frames).toHaveLength(8);
    for (const frame of frames) expect(frame).toMatch(/^at .+:\d+:\d+\)?$/);
  });

  it('drops every line of a multi-line message', () => {
    expect(textOf(new Error(`first\n${SECRET}\n  third ${SECRET}`))).not.toContain(SECRET);
  });

  it('drops a line of a message even if it looks like a stack frame', () => {
    expect(textOf(new Error(`first\n    at ${SECRET} (body.json:1:1)`))).not.toContain(SECRET);
  });

  it('drops a line like a stack frame in a body that a JSON parser quotes', () => {
    const error = caught(() => JSON.parse('x\n at 42424242:1:1\n'));
    expect(error).toHaveProperty('message', expect.stringContaining('at 42424242:1:1'));
    expect(textOf(error)).not.toContain('42424242');
  });

  it('accepts an error without a stack', () => {
    const error = new Error(SECRET);
    delete error.stack;
    expect(describeError(error)).toEqual({ name: 'Error', frames: [] });
  });

  it('drops a code that is neither text nor a number', () => {
    const error = Object.assign(new Error('x'), { code: { body: SECRET } });
    expect(describeError(error)).not.toHaveProperty('code');
  });

  it.each([
    ['a text', SECRET, 'string'],
    ['a number', Number(SECRET), 'number'],
    ['an object', { card: SECRET }, 'object'],
    ['null', null, 'object'],
    ['nothing', undefined, 'undefined'],
  ])('contains only the type if %s was thrown', (_, thrown, kind) => {
    expect(describeError(thrown)).toEqual({ name: kind });
  });
});
