import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
} from '../../aws/json.ts';

/**
 * Writes `schemas.json`, the part of Stripe's OpenAPI document that describes what the local Stripe
 * answers, as JSON Schema: `node localstack/stripe/openapi/extract-schemas.ts <spec3.json>`.
 *
 * The document is `openapi/spec3.json` of https://github.com/stripe/openapi, which the Go module
 * github.com/stripe/stripe-mock also contains. What no answer needs is left out: descriptions, other
 * payment methods than cards, and objects to which an id could be expanded.
 */
const extract = (file: string): void => {
  const document = jsonObject(readFileSync(file, 'utf8')) ?? {};
  const schemas = objectAt(document, 'components', 'schemas');
  const found: { [name: string]: Json } = {};
  const waiting = [...ROOTS];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in found) continue;
    found[name] = convert(objectAt(schemas, name), (other) => waiting.push(other));
  }
  const lines = Object.keys(found)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(found[name])}`);
  const { version = '' } = objectAt(document, 'info');
  writeFileSync(
    join(import.meta.dirname, 'schemas.json'),
    `{"title":${JSON.stringify(`Stripe API ${version}`)},"$defs":{\n${lines.join(',\n')}\n}}\n`,
  );
};

/** The objects and errors that the local Stripe answers with. */
const ROOTS = [
  'payment_intent',
  'payment_method',
  'charge',
  'refund',
  'dispute',
  'event',
  'webhook_endpoint',
  'deleted_webhook_endpoint',
  'error',
];

/** The keywords that say what is valid. */
const KEYWORDS = ['type', 'enum', 'required', 'maxLength', 'minimum', 'maximum'];

/** Properties that only an answer about another payment method, or another kind of account, has. */
const LEFT_OUT = new Set(
  `acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit bancontact billie
  bizum blik boleto card_present cashapp crypto custom customer_balance eps fpx giropay grabpay ideal
  interac_present kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco naver_pay
  nz_bank_account oxxo p24 pay_by_bank payco paynow paypal paypay payto pix promptpay revolut_pay
  samsung_pay satispay scalapay sepa_debit sequra sofort sunbit swish touch_n_go twint upi
  us_bank_account wechat_pay wero zip ach_credit_transfer ach_debit sepa_credit_transfer stripe_account
  wechat setup_intent source`.split(/\s+/),
);

const convert = (schema: JsonObject, need: (name: string) => void): JsonObject => {
  const { $ref, nullable, anyOf, properties, items, additionalProperties } = schema;
  if (typeof $ref === 'string') return refer($ref, need);
  const kept = KEYWORDS.filter((keyword) => keyword in schema).map((keyword) => [
    keyword,
    schema[keyword] ?? null,
  ]);
  const isExpandable = 'x-expansionResources' in schema;
  const converted: JsonObject = {
    ...Object.fromEntries(kept),
    ...(isJsonList(anyOf) && { anyOf: convertAll(selectExpanded(anyOf, isExpandable), need) }),
    ...(isJsonObject(properties) && { properties: convertProperties(properties, need) }),
    ...(isJsonObject(items) && { items: convert(items, need) }),
    ...(isJsonObject(additionalProperties) && {
      additionalProperties: convert(additionalProperties, need),
    }),
    ...(typeof additionalProperties === 'boolean' && { additionalProperties }),
  };
  return nullable === true ? { anyOf: [converted, { type: 'null' }] } : converted;
};

/** Objects that are no roots could only be expanded, which no test asks for. */
const selectExpanded = (options: readonly Json[], isExpandable: boolean): readonly Json[] =>
  isExpandable
    ? options.filter(
        (option) =>
          !isJsonObject(option) || ROOTS.includes(nameOf(option.$ref)) || !('$ref' in option),
      )
    : options;

const convertAll = (schemas: readonly Json[], need: (name: string) => void): JsonObject[] =>
  schemas.filter(isJsonObject).map((schema) => convert(schema, need));

const convertProperties = (properties: JsonObject, need: (name: string) => void): JsonObject =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) =>
      isJsonObject(schema) && !LEFT_OUT.has(name) ? [[name, convert(schema, need)]] : [],
    ),
  );

const refer = (reference: string, need: (name: string) => void): JsonObject => {
  const name = nameOf(reference);
  need(name);
  return { $ref: `#/$defs/${name}` };
};

const nameOf = (reference: Json | undefined): string =>
  typeof reference === 'string' ? (reference.split('/').at(-1) ?? '') : '';

const objectAt = (value: JsonObject, ...names: readonly string[]): JsonObject =>
  names.reduce((inner, name) => {
    const next = inner[name];
    if (!isJsonObject(next)) throw new TypeError(`The document has no ${name}`);
    return next;
  }, value);

extract(process.argv[2] ?? '');
