import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { makeTestApp } from './edge.fixture.ts';
import { makeOriginSecrets } from './origin-secrets.ts';

const firewall = { perAddress: 2_000, perToken: 600 };

function secretsOf(originSecrets?: readonly number[]) {
  const stack = new Stack(makeTestApp(), 'Compute');
  const secrets = makeOriginSecrets(stack, {
    stage: 'test',
    configuration: { firewall, ...(originSecrets === undefined ? {} : { originSecrets }) },
  });
  const text = JSON.stringify(stack.resolve(secrets?.environment.ORIGIN_SECRETS));
  return { stack, secrets, text, template: Template.fromStack(stack) };
}

describe('the origin secrets', () => {
  const first = secretsOf();
  it('are one, made by Secrets Manager and resolved when the functions are deployed', () => {
    first.template.hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'willcall-test-origin-1',
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    });
    expect(first.text).toMatch(/\{\{resolve:secretsmanager:.*OriginSecret1.*:SecretString:::\}\}/);
  });

  it('are two while they change: the functions take both, the distribution sends the later', () => {
    const { stack, secrets, text, template } = secretsOf([1, 2]);
    template.resourceCountIs('AWS::SecretsManager::Secret', 2);
    expect(text).toMatch(/OriginSecret1.*,.*OriginSecret2/);
    expect(JSON.stringify(stack.resolve(secrets?.current.secretArn))).toContain('OriginSecret2');
  });

  it('cannot be none where there is a front', () => {
    expect(() => secretsOf([])).toThrow('no origin secret');
  });

  it('are nothing where there is no front: they have a monthly price', () => {
    const stack = new Stack(makeTestApp(), 'Compute');
    expect(makeOriginSecrets(stack, { stage: 'test', configuration: {} })).toBeUndefined();
    expect(Template.fromStack(stack).findResources('AWS::SecretsManager::Secret')).toEqual({});
  });
});
