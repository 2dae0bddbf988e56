import { allRoutes, listProblems } from './all-routes.ts';
import { type ProblemAdvice, problemAdvice } from './problem-advice.ts';
import {
  makeProblemDocument,
  type ProblemCode,
  type ProblemDocument,
  problems,
} from './problems.ts';
import type { Route } from './route-types.ts';

/** The page of all codes, beside `/docs`. Below it, each code has its page, e.g. `/docs/problems/SOLD_OUT`. */
export const PROBLEM_PAGES = '/docs/problems';

/** Everything that a page says about a problem code. */
export type ProblemExplanation = Pick<ProblemAdvice, 'when' | 'advice'> & {
  readonly code: ProblemCode;
  readonly status: number;
  /** The sentence of the code. */
  readonly title: string;
  /** The routes that answer it. Empty if only a function that does not know its route does. */
  readonly routes: readonly Route[];
  readonly example: ProblemDocument;
};

/** Explains every problem code, in the order of the contract. */
export const explainProblems = (): readonly ProblemExplanation[] =>
  (Object.keys(problems) as ProblemCode[]).map((code) => {
    const { when, advice, more } = problemAdvice[code];
    return {
      code,
      ...problems[code],
      when,
      advice,
      routes: allRoutes.filter(({ id }) => listProblems(id).includes(code)),
      example: makeProblemDocument(code, more),
    };
  });
