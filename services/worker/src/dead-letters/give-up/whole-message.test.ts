import { expect, it } from 'vitest';
import { letter } from './letter.fixture.ts';
import { wholeMessage } from './whole-message.ts';

it('a message without attributes is its body and its group', () => {
  expect(wholeMessage(letter('no'))).toEqual({ body: 'no', group: 'a group' });
});

it('attributes and trace go along, bytes as bytes', () => {
  const { attributes, ...record } = letter('no');
  const traced = {
    ...record,
    attributes: { ...attributes, AWSTraceHeader: 'Root=1-2-3' },
    messageAttributes: {
      from: { dataType: 'String', stringValue: 'elsewhere' },
      bytes: { dataType: 'Binary.png', binaryValue: 'AAEC' },
    },
  };
  expect(wholeMessage(traced)).toEqual({
    body: 'no',
    group: 'a group',
    traceHeader: 'Root=1-2-3',
    attributes: {
      from: { DataType: 'String', StringValue: 'elsewhere' },
      bytes: { DataType: 'Binary.png', BinaryValue: Buffer.from([0, 1, 2]) },
    },
  });
});
