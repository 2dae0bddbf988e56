import { describe, expect, it } from 'vitest';
import { captureOutput } from './captured-output.fixture.ts';
import { observe } from './observe.ts';

const SECRET = '4242424242424242';

describe('the log of a function', () => {
  it.each([
    ['info', 'INFO'],
    ['warn', 'WARN'],
    ['error', 'ERROR'],
  ] as const)('prints %s lines with their fields', (method, level) => {
    const output = captureOutput();
    observe('accept', {}).log[method]('Something happened', { showId: 'hamlet', count: 3 });
    expect(output.lines()).toEqual([
      expect.objectContaining({
        level,
        service: 'accept',
        message: 'Something happened',
        showId: 'hamlet',
        count: 3,
      }),
    ]);
  });

  it('prints only the allowed fields of an error', () => {
    const output = captureOutput();
    const error = new Error(SECRET, { cause: new Error(SECRET) });
    observe('accept', {}).log.error('It failed', { error });
    expect(output.lines()[0]?.error).toMatchObject({ name: 'Error', cause: { name: 'Error' } });
    expect(output.text()).not.toContain(SECRET);
  });

  it('drops fields that a caller passes directly to the underlying logger', () => {
    const output = captureOutput();
    const { logger } = observe('accept', {});
    logger.appendKeys({ holder: SECRET });
    logger.appendPersistentKeys({ card: { number: SECRET } });
    logger.info('One', { event: { body: SECRET } });
    logger.info({ message: 'Two', body: SECRET });
    logger.error('Three', new Error(SECRET));
    expect(output.lines().map(({ message }) => message)).toEqual(['One', 'Two', 'Three']);
    expect(output.text()).not.toContain(SECRET);
  });
});

describe('the metrics of a function', () => {
  const flushed = (stage?: string) => {
    const output = captureOutput();
    const { measure, metrics } = observe('accept', { WILLCALL_STAGE: stage });
    measure.count('PurchasesAccepted');
    measure.count('PurchasesAccepted', 2);
    measure.milliseconds('TimeToDecision', 45);
    metrics.publishStoredMetrics();
    return output.lines()[0];
  };

  it('are printed in CloudWatch’s embedded metric format, by stage and service', () => {
    expect(flushed('prod')).toMatchObject({
      stage: 'prod',
      service: 'accept',
      PurchasesAccepted: [1, 2],
      TimeToDecision: 45,
      _aws: { CloudWatchMetrics: [{ Namespace: 'willcall' }] },
    });
  });

  it('belong to the stage `local` by default', () => {
    expect(flushed()).toMatchObject({ stage: 'local' });
  });
});
