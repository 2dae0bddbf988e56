import * as z from 'zod';
import {
  type CreateDocumentOptions,
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { AuditFindings } from '../audit.ts';
import { allRoutes } from '../http/all-routes.ts';
import { ADMIN_SCOPE, BUY_SCOPE, VERSION_PREFIX } from '../http/api.ts';
import { Audit } from '../http/audit-answers.ts';
import { DeadLetter, DeadLetterList, Redriven } from '../http/dead-letter-answers.ts';
import { LivePoint, LiveSale } from '../http/live-sale-answer.ts';
import { StartedPayment } from '../http/payment-answers.ts';
import { PROBLEM_PAGES } from '../http/problem-guide.ts';
import {
  BuyerLedger,
  DecidedPurchase,
  PendingPurchase,
  PurchaseList,
} from '../http/purchase-answers.ts';
import { Holder, PurchaseChange, PurchaseRequest } from '../http/purchase-requests.ts';
import { ListQuery } from '../http/queries.ts';
import {
  listPathParameters,
  type PathParameter,
  pathParameters,
  type Route,
} from '../http/route-types.ts';
import type { RouteAccess } from '../http/routes.ts';
import { SeatMap, SeatResource, SeatsAdded, TakenSeats } from '../http/seat-answers.ts';
import { SeatChange, SeatsRequest } from '../http/seat-requests.ts';
import {
  FlyerUpload,
  Sales,
  ShowList,
  ShowResource,
  ShowWithStock,
  TitleList,
} from '../http/show-answers.ts';
import { FlyerRequest, ShowChange, ShowRequest } from '../http/show-requests.ts';
import { Ticket, TicketList } from '../http/ticket-answers.ts';
import { Money, Total } from '../money.ts';
import { Card } from '../purchase.ts';
import { describeRequestHeaders, errorHeaders } from './headers.ts';
import { operations, tags } from './operations.ts';
import { hasBodyExamples, requestExamples } from './request-examples.ts';
import {
  describeResponses,
  errorResponses,
  GatewayMessage,
  Problem,
  problemExamples,
} from './responses.ts';

/** The schemas that the document names. Every other schema is written where it is used. */
const schemas = {
  Audit,
  AuditFindings,
  BuyerLedger,
  Card,
  DeadLetter,
  DeadLetterList,
  DecidedPurchase,
  FlyerRequest,
  FlyerUpload,
  GatewayMessage,
  Holder,
  LivePoint,
  LiveSale,
  Money,
  PendingPurchase,
  PurchaseChange,
  PurchaseList,
  PurchaseRequest,
  Redriven,
  Sales,
  SeatChange,
  SeatMap,
  SeatResource,
  SeatsAdded,
  SeatsRequest,
  ShowChange,
  ShowList,
  ShowRequest,
  ShowResource,
  ShowWithStock,
  StartedPayment,
  TakenSeats,
  Ticket,
  TicketList,
  TitleList,
  Total,
};

for (const [id, schema] of Object.entries(schemas)) {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });
}

/** The version of the API, not of a release. A change that breaks callers raises the first number and the prefix. */
const API_VERSION = '1.0.0';

/** The location of the committed document. */
export const OPENAPI_FILE = new URL('../../openapi.json', import.meta.url);

/** Describes the HTTP API as an OpenAPI 3.1 document, made from the route table. */
export const describeApi = (): ReturnType<typeof createDocument> =>
  createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'willcall',
        version: API_VERSION,
        summary: 'Sells every ticket exactly once.',
        description: INTRODUCTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: VERSION_PREFIX, description: 'The API that serves this document' }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      security: [{ bearer: [] }],
      paths: describePaths(),
      components: {
        schemas: { Problem },
        headers: errorHeaders,
        responses: errorResponses(),
        examples: problemExamples,
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: SECURITY,
          },
        },
      },
    },
    { override: simplify },
  );

/** The document as it is committed and served. */
export const renderApi = (): string => `${JSON.stringify(describeApi(), undefined, 2)}\n`;

const INTRODUCTION = `willcall accepts a purchase with one write, and decides it exactly once.

Every path responds with and without the prefix \`/v1\`. Bodies are JSON of at most 16 KiB, and unknown fields are refused.
Money is \`{amount, currency}\` with the amount in minor units (cents, pence, yen). Times are ISO 8601 in UTC. Ids are opaque.

HEAD is answered as GET without the body. An answer with an \`ETag\` is 304 if the request has it as \`If-None-Match\`.

Answers can have fields that this document does not list, and values of \`code\`, \`status\` and \`reason\` that it does not know. Ignore
such fields, and treat an unknown code like its HTTP status: they come without a new version. A change that breaks callers comes as another
prefix, beside this one. The answers of a deprecated route have \`Deprecation\` (RFC 9745) and \`Sunset\` (RFC 8594), which is a year later
at the earliest.

Errors of a function are problem documents (RFC 9457) with a stable \`code\`. [Each code has a page](${PROBLEM_PAGES}) that says when it
happens and what to do. API Gateway and the firewall answer some errors
themselves, with \`{message}\` and perhaps without \`Retry-After\`.`;

const SECURITY = `A JWT of the configured issuer. The buyer is its \`sub\`. Admins need the scope \`${ADMIN_SCOPE}\`. On AWS, a stage with its own user pool requires the scope \`${BUY_SCOPE}\` or \`${ADMIN_SCOPE}\` of buyers. Locally, \`npx --no-install willcall token alice\` prints a token.`;

const describePaths = (): ZodOpenApiPathsObject => {
  const paths: Record<`/${string}`, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of allRoutes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: describeOperation(route),
    };
  }
  return paths;
};

const callers: Readonly<Record<RouteAccess, string | undefined>> = {
  anybody: undefined,
  buyer: undefined,
  admin: `Requires the scope \`${ADMIN_SCOPE}\`.`,
};

function describeOperation(route: Route): ZodOpenApiOperationObject {
  const { tag, summary, description } = operations[route.id];
  const paragraphs = [description, callers[route.access]].filter((text) => text !== undefined);
  return {
    operationId: route.id,
    tags: [tag],
    summary,
    ...(paragraphs.length === 0 ? {} : { description: paragraphs.join('\n\n') }),
    ...(route.deprecated === undefined ? {} : { deprecated: true }),
    ...(route.access === 'anybody' ? { security: [] } : {}),
    requestParams: {
      path: z.object(
        Object.fromEntries(
          listPathParameters(route.path).map((name) => [name, describeParameter(name)]),
        ),
      ),
      ...(route.query === undefined ? {} : { query: route.query }),
      header: describeRequestHeaders(route),
    },
    ...describeBody(route),
    responses: describeResponses(route.id),
  };
}

const describeBody = ({ id, body }: Route): Pick<ZodOpenApiOperationObject, 'requestBody'> =>
  body === undefined || !hasBodyExamples(id)
    ? {}
    : {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: body, examples: requestExamples[id] } },
        },
      };

const parameters: Readonly<Record<PathParameter, { description: string; example: string }>> = {
  showId: { description: 'The id of the show.', example: 'gT4vXo1sKd9Qe2Lb' },
  seatId: { description: 'The id of the seat.', example: '1-A9' },
  purchaseId: {
    description: 'The id of the purchase.',
    example: 'q7bnZ1FCWNz8uVg3hTjYk0aLxE5mRw2D',
  },
  auditId: { description: 'The id of the audit.', example: 'mTdrQ2z0bUq1J4oE' },
  userId: {
    description: 'The id of the buyer: the `sub` of the token, or `me` for the caller.',
    example: 'me',
  },
};

const describeParameter = (name: PathParameter): z.core.$ZodType =>
  pathParameters[name].schema.check(z.meta(parameters[name]));

/**
 * A query holds text, so the schema of `limit` is a pattern. Readers expect a number. The rest removes what zod writes but the API does not promise: answers can gain fields, and the limits of a
 * JavaScript integer are not limits of a field.
 */
const simplify: NonNullable<CreateDocumentOptions['override']> = ({
  jsonSchema,
  zodSchema,
  io,
}) => {
  const { def } = zodSchema._zod;
  if (def.type === 'object' && io === 'output' && !isStrict(def)) {
    delete jsonSchema.additionalProperties;
  }
  if (zodSchema === ListQuery.shape.limit) {
    delete jsonSchema.pattern;
    Object.assign(jsonSchema, { type: 'integer', minimum: 1, maximum: 100, default: 50 });
  }
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};

const isStrict = (definition: object): boolean =>
  'catchall' in definition && definition.catchall instanceof z.core.$ZodNever;
