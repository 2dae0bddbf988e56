import * as z from 'zod';
import { Target } from './target.ts';

export const RuleName = z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/);

export const RuleState = z.enum(['ENABLED', 'DISABLED']);

export const Rule = z.object({
  bus: z.string(),
  name: RuleName,
  /** As it was given: rules are described in the words of whoever made them. */
  eventPattern: z.string(),
  state: RuleState,
  description: z.string().optional(),
  roleArn: z.string().optional(),
  targets: z.array(Target).readonly(),
});

/** A rule with its targets. */
export type Rule = z.infer<typeof Rule>;
