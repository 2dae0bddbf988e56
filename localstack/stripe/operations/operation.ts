import type * as z from 'zod';
import type { Call } from '../account.ts';
import type { FormObject } from '../http/form.ts';
import { parseParameters } from '../http/parameters.ts';
import type { Answer } from '../http/stripe-failure.ts';
import type { OperationName } from './operation-name.ts';

/** A request whose parameters are valid. */
export type PreparedRequest = {
  readonly expand: readonly string[];
  /**
   * Carries out the request, inside a transaction. If it throws, nothing has taken effect.
   * @throws StripeFailure
   */
  readonly execute: (call: Call) => Answer;
};

export type Operation = {
  readonly name: OperationName;
  /**
   * Validates the parameters.
   * @param id the id in the path, or empty
   * @throws StripeFailure
   */
  readonly prepare: (input: FormObject, id: string) => PreparedRequest;
};

type Expandable = { readonly expand?: readonly string[] | undefined };

type OperationOptions<Parameters extends Expandable> = {
  readonly name: OperationName;
  readonly parameters: z.ZodType<Parameters>;
  /** Returns the body of a 200, or an answer with another status that is to be committed. */
  readonly run: (call: Call, parameters: Parameters, id: string) => object | Committed;
};

/** An answer that is no success although its changes are kept, such as a declined payment. */
export class Committed {
  readonly answer: Answer;

  constructor(answer: Answer) {
    this.answer = answer;
  }
}

export const createOperation = <Parameters extends Expandable>({
  name,
  parameters,
  run,
}: OperationOptions<Parameters>): Operation => ({
  name,
  prepare: (input, id) => {
    const parsed = parseParameters(parameters, input);
    return {
      expand: parsed.expand ?? [],
      execute: (call) => {
        const result = run(call, parsed, id);
        return result instanceof Committed ? result.answer : { status: 200, body: result };
      },
    };
  },
});
