import type { Construct } from 'constructs';
import { EdgeStack, type EdgeStackProps } from '../stacks/edge-stack.ts';
import { EdgeWafStack } from './waf/edge-waf-stack.ts';

/** The edge of a stage, and, where a firewall is configured, `<id>-Waf` in the region of CloudFront's. */
export function makeEdge(
  scope: Construct,
  id: string,
  props: Omit<EdgeStackProps, 'webAclArn'>,
): EdgeStack {
  const { stage, configuration, env, tags, terminationProtection } = props;
  const { firewall } = configuration;
  if (firewall === undefined) return new EdgeStack(scope, id, props);
  const { webAclArn } = new EdgeWafStack(scope, `${id}-Waf`, {
    stage,
    firewall,
    env,
    tags,
    terminationProtection,
  });
  return new EdgeStack(scope, id, { ...props, webAclArn });
}
