/** A request that can be made to fail. Its input is in AttributeValue form for DynamoDB. */
export type Call = { readonly commandName: string; readonly input: unknown };

/** Selects calls by the SDK's command name (`PutItemCommand`) or a predicate. */
export type Match = string | ((call: Call) => boolean);

/** The error of the call. A function is called for each fault: use one for more than one time. */
export type Fault = Error | (() => Error);

export type FaultOptions = {
  /** How many matching calls fail. 1 by default. */
  readonly times?: number;
  /** How many matching calls pass before the first one fails. 0 by default. */
  readonly skip?: number;
  /** Inject into single attempts, so that the SDK's own retry applies. False by default. */
  readonly beneathRetries?: boolean;
};

/** One planned fault, and how many times it still applies. */
export type FaultRule = {
  readonly moment: 'before' | 'after';
  readonly match: Match;
  readonly fault: Fault;
  readonly beneathRetries: boolean;
  toSkip: number;
  toInject: number;
};

/** Returns whether a rule makes this call fail, and counts the call against the rule. */
export const shouldFail = (rule: FaultRule, call: Call): boolean => {
  if (rule.toInject === 0 || !matches(rule.match, call)) return false;
  if (rule.toSkip > 0) {
    rule.toSkip -= 1;
    return false;
  }
  rule.toInject -= 1;
  return true;
};

const matches = (match: Match, call: Call): boolean =>
  typeof match === 'string' ? match === call.commandName : match(call);
