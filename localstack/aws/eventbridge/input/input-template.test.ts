import { describe, expect, it } from 'vitest';
import type { Json } from '../../json.ts';
import { fillTemplate } from './input-template.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
describe('fillTemplate, with the examples of AWS', () => {
  const values: Record<string, Json> = {
    timestamp: '2015-11-11T21:29:54Z',
    instance: 'i-0123456789',
    state: 'RUNNING',
    'aws.events.rule-arn': 'arn:aws:events:us-east-2:123456789012:rule/example',
    'aws.events.rule-name': 'example',
    'aws.events.event': { id: '1' },
  };

  it.each<[template: string, filled: string]>([
    ['"instance <instance> is in <state>"', '"instance i-0123456789 is in RUNNING"'],
    ['"instance \\"<instance>\\" is in <state>"', '"instance \\"i-0123456789\\" is in RUNNING"'],
    [
      '{\n  "instance" : <instance>,\n  "state": <state>\n}',
      '{"instance":"i-0123456789","state":"RUNNING"}',
    ],
    [
      '{"instance": <instance>, "state": "<state>", "instanceStatus": "instance \\"<instance>\\" is in <state>"}',
      '{"instance":"i-0123456789","state":"RUNNING","instanceStatus":"instance \\"i-0123456789\\" is in RUNNING"}',
    ],
    [
      '{"instance": <instance>, "state": [ 9, <state>, true ], "Transformed": "Yes"}',
      '{"instance":"i-0123456789","state":[9,"RUNNING",true],"Transformed":"Yes"}',
    ],
    [
      '{"ruleArn": <aws.events.rule-arn>, "ruleName": <aws.events.rule-name>, "originalEvent": <aws.events.event>}',
      '{"ruleArn":"arn:aws:events:us-east-2:123456789012:rule/example","ruleName":"example","originalEvent":{"id":"1"}}',
    ],
    ['"<aws.events.rule-name> triggered"', '"example triggered"'],
  ])('fills %s', (template, filled) => {
    expect(fillTemplate(template, (name) => values[name])).toBe(filled);
  });
});

/** The results of AWS, as recorded in LocalStack's `test_events_inputs.snapshot.json`. */
describe('fillTemplate, with the recorded results of AWS', () => {
  const values: Record<string, Json> = {
    userId: '0a787ecb-4015',
    payload: { acc_id: '0a787ecb-4015', sf_id: 'baz' },
    listsingle: ['HIGH'],
    listmulti: ['ACTIVE', 'INACTIVE'],
    valid: true,
  };

  it.each<[template: string, filled: string | undefined]>([
    ['{"id": <nothing>}', '{"id":""}'],
    ['"<nothing> id"', '" id"'],
    [
      '{"path": "users/<userId>", "body": <payload>}',
      `{"path":"users/0a787ecb-4015","body":${JSON.stringify(values.payload)}}`,
    ],
    ['"Payload of <payload>"', '"Payload of {acc_id:0a787ecb-4015,sf_id:baz}"'],
    ['"<listmulti> items"\n"<userId> user"', '"[ACTIVE,INACTIVE] items"\n"0a787ecb-4015 user"'],
    ['{"list": <listsingle>}', '{"list":["HIGH"]}'],
    ['"Command is <valid>!"', '"Command is true!"'],
    ['"{[/Starts oddly <userId>"', '"{[/Starts oddly 0a787ecb-4015"'],
    ['{"payload": "<payload>"}', undefined],
    ['{"list": "<listsingle>"}', undefined],
    ['<listsingle> single list item', undefined],
  ])('fills %s', (template, filled) => {
    expect(fillTemplate(template, (name) => values[name])).toBe(filled);
  });

  it('escapes an unquoted value, and refuses one inside quotes that requires escaping', () => {
    const quote = () => 'say "hi"';
    expect(fillTemplate('{"text": <x>}', quote)).toBe('{"text":"say \\"hi\\""}');
    expect(fillTemplate('{"text": "<x>"}', quote)).toBeUndefined();
  });
});
