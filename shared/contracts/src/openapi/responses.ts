import * as z from 'zod';
import type {
  ZodOpenApiMediaTypeObject,
  ZodOpenApiResponseObject,
  ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { allRoutes, listProblems, routes } from '../http/all-routes.ts';
import { answers } from '../http/answers.ts';
import { problemAdvice } from '../http/problem-advice.ts';
import { PROBLEM_PAGES } from '../http/problem-guide.ts';
import { makeProblemDocument, type ProblemCode, problems } from '../http/problems.ts';
import type { RouteId } from '../http/route-types.ts';
import type { RouteDefinition } from '../http/routes.ts';
import { answerExamples } from './examples.ts';
import { describeAnswerHeaders, describeErrorHeaders, isConditional, takesKey } from './headers.ts';
import { operations } from './operations.ts';

/** An RFC 9457 document, as every function returns it for an error. */
export const Problem = z
  .object({
    type: z.string().meta({
      description: `A URN made from the code. It does not resolve by itself: \`${PROBLEM_PAGES}/<code>\` explains it.`,
    }),
    title: z.string().meta({ description: 'The sentence of the code.' }),
    status: z.int().meta({ description: 'The HTTP status.' }),
    code: z.string().meta({
      description: 'Stable. Switch on it, and treat an unknown code like its status.',
    }),
    detail: z.string().optional().meta({ description: 'What is wrong with this request.' }),
    errors: z
      .array(
        z.object({
          path: z.string().meta({ description: 'The field, e.g. `holder.email`.' }),
          message: z.string().meta({ description: 'What the field must be.' }),
        }),
      )
      .optional()
      .meta({ description: 'Every invalid field of the request. Never its value.' }),
  })
  .meta({ description: 'A problem document (RFC 9457).' });

/** What API Gateway and the firewall answer instead of a function. */
export const GatewayMessage = z
  .object({ message: z.string().meta({ description: 'A short reason.' }) })
  .meta({ description: 'An answer of API Gateway or the firewall. It is not a problem document.' });

/** The sentences for each status of the gateway, and what each means. */
const gatewayAnswers = {
  400: { message: 'Bad Request', meaning: 'The gateway could not read the request.' },
  401: { message: 'Unauthorized', meaning: 'The token is missing, expired or invalid.' },
  403: {
    message: 'Forbidden',
    meaning:
      'The token has no scope for this route, or the request did not come through the distribution.',
  },
  413: { message: 'Request Entity Too Large', meaning: 'The body is larger than 10 MB.' },
  429: {
    message: 'Too Many Requests',
    meaning: 'The firewall or the gateway limits this caller. The gateway sends no `Retry-After`.',
  },
  500: {
    message: 'Internal Server Error',
    meaning: 'A function failed or returned nothing. The request may have taken effect.',
  },
  503: {
    message: 'Service Unavailable',
    meaning:
      'No function was free in time, or it did not answer in time: then the request may have taken effect. The gateway sends no `Retry-After`.',
  },
} as const;

type GatewayStatus = keyof typeof gatewayAnswers;

type GatewayAnswer = (typeof gatewayAnswers)[GatewayStatus];

/** Lists the statuses with which the gateway or the firewall can answer in place of a route. */
const listGatewayStatuses = ({ access, body }: RouteDefinition): readonly GatewayStatus[] => [
  400,
  ...(access === 'anybody' ? [] : ([401] as const)),
  403,
  ...(body === undefined ? [] : ([413] as const)),
  429,
  500,
  503,
];

/** The errors of a route with one status: its problems, and whether the gateway has this status too. */
type Failure = {
  readonly name: string;
  readonly status: number;
  readonly codes: readonly ProblemCode[];
  readonly message: GatewayAnswer | undefined;
};

/** Lists the errors of a route by status. Routes with the same errors of a status share a response. */
function listFailures(id: RouteId): readonly Failure[] {
  const route: RouteDefinition = routes[id];
  const codes = listProblems(id);
  const gateway = listGatewayStatuses(route);
  const statuses = new Set([...codes.map((code) => problems[code].status), ...gateway]);
  return [...statuses].sort().map((status) => {
    const own = codes.filter((code) => problems[code].status === status);
    const known = gateway.find((answer) => answer === status);
    return {
      name: [
        `${status}`,
        ...own,
        ...(takesKey(route) ? ['with-key'] : []),
        ...(route.deprecated === undefined ? [] : [id]),
      ].join('.'),
      status,
      codes: own,
      message: known === undefined ? undefined : gatewayAnswers[known],
    };
  });
}

/** Describes every answer of a route: success, each problem by status, and the answers of the gateway. */
export const describeResponses = (id: RouteId): ZodOpenApiResponsesObject => ({
  [`${routes[id].status}` as const]: describeSuccess(id),
  ...describeAccepted(id, routes[id]),
  ...(isConditional(routes[id]) ? { '304': describeUnchanged(routes[id]) } : {}),
  ...Object.fromEntries(
    listFailures(id).map(({ status, name }) => [
      status,
      { $ref: `#/components/responses/${name}` },
    ]),
  ),
});

/** The responses to which `describeResponses` refers, by name. */
export const errorResponses = (): Readonly<Record<string, ZodOpenApiResponseObject>> =>
  Object.fromEntries(
    allRoutes.flatMap(({ id }) =>
      listFailures(id).map((failure) => [failure.name, describeFailure(routes[id], failure)]),
    ),
  );

function describeSuccess(id: RouteId): ZodOpenApiResponseObject {
  const schema = answers[id];
  return {
    description: operations[id].success,
    headers: describeAnswerHeaders(routes[id]),
    ...(schema === undefined
      ? {}
      : { content: { 'application/json': { schema, examples: answerExamples[id] } } }),
  };
}

/** The same answer, with the field that says that the work goes on. */
function describeAccepted(
  id: RouteId,
  { acceptedWith }: RouteDefinition,
): ZodOpenApiResponsesObject {
  if (acceptedWith === undefined) return {};
  const description = `The work goes on: the answer has \`${acceptedWith}\`.`;
  return { '202': { ...describeSuccess(id), description } };
}

const describeUnchanged = (route: RouteDefinition): ZodOpenApiResponseObject => ({
  description: 'The answer that has the `ETag` of `If-None-Match` is still current.',
  headers: describeAnswerHeaders(route),
});

function describeFailure(
  route: RouteDefinition,
  { codes, message }: Failure,
): ZodOpenApiResponseObject {
  const lines = codes.map(
    (code) => `[\`${code}\`](${PROBLEM_PAGES}/${code}): ${problems[code].title}`,
  );
  if (message !== undefined) lines.push(`\`{message}\` of the gateway: ${message.meaning}`);
  return {
    description: lines.map((line) => `- ${line}`).join('\n'),
    headers: describeErrorHeaders(route),
    content: {
      ...(codes.length === 0 ? {} : { 'application/problem+json': describeProblem(codes) }),
      ...(message === undefined
        ? {}
        : {
            'application/json': {
              schema: GatewayMessage,
              example: { message: message.message },
            },
          }),
    },
  };
}

const describeProblem = (codes: readonly ProblemCode[]): ZodOpenApiMediaTypeObject => ({
  schema: {
    allOf: [{ $ref: '#/components/schemas/Problem' }],
    properties: { code: { enum: [...codes] } },
  },
  examples: Object.fromEntries(
    codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
  ),
});

/** The document of each code that a route can return, by code. */
export const problemExamples = Object.fromEntries(
  [...new Set(allRoutes.flatMap(({ id }) => listProblems(id)))].map((code) => [
    code,
    { summary: problems[code].title, value: makeProblemDocument(code, problemAdvice[code].more) },
  ]),
);
