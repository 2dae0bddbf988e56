/** A guard of the product, how to take it out, and the test that must then fail. */
export type Guard = {
  readonly guard: string;
  /** From the repository's root. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly tests: string;
  /** The test, by its own words. */
  readonly caughtBy: string;
};

/** What "What you can rely on" in the README rests on. */
export const guards: readonly Guard[] = [
  {
    guard: 'a purchase is decided by whoever first puts its record',
    file: 'shared/store/src/purchases/first-decision.ts',
    from: "ConditionExpression: 'attribute_not_exists(recordKey)',",
    to: '',
    tests: 'test/journey/decide-batch.test.ts',
    caughtBy: 'changes nothing when the whole batch is delivered again',
  },
  {
    guard: 'stock is taken on the condition that enough is left',
    file: 'shared/store/src/decide/commit-sale.ts',
    from: "ConditionExpression: 'available >= :tickets',",
    to: '',
    tests: 'test/journey/decide-batch.test.ts',
    caughtBy: 'sells what is left in arrival order',
  },
  {
    guard: 'SOLD_OUT is said only of stock that was looked at',
    file: 'shared/domain/src/decision/decide.ts',
    from: 'Number.POSITIVE_INFINITY',
    to: '0',
    tests: 'test/faults/transaction.test.ts',
    caughtBy: 'is tried again on another bucket, and never becomes SOLD_OUT',
  },
  {
    guard: 'nothing is concluded from a throttle',
    file: 'shared/store/src/decide/judge-cancellation.ts',
    from: "case 'ThrottlingError':",
    to: "case 'ThrottlingError': break;",
    tests: 'test/faults/transaction.test.ts',
    caughtBy: 'a transaction cancelled by a throttle sells nothing',
  },
  {
    guard: "a buyer's purchases are decided in turn",
    file: 'shared/domain/src/decision/decide.ts',
    from: 'if (refusedBuyers.has(purchase.userId)) break;',
    to: '',
    tests: 'test/journey/decide-batch.test.ts',
    caughtBy: 'decides several messages of one buyer in their order',
  },
  {
    guard: 'after a failed message the rest of its group fails',
    file: 'services/worker/src/batch/fail-rest-of-group.ts',
    from: 'if (!failedGroups.has(group)) return result;',
    to: 'return result;',
    tests: 'test/faults/redelivery.test.ts',
    caughtBy: 'decided behind a failed one of its group',
  },
  {
    guard: 'an id that was not issued to this buyer is not pending',
    file: 'services/api/src/purchases/get-purchase.ts',
    from: '!wasIssuedTo(userId, id, await keys())',
    to: '(await keys()).current.byteLength === 0',
    tests: 'test/security/tokens-and-ids.test.ts',
    caughtBy: 'of another buyer is not found',
  },
  {
    guard: 'a card number stays in the function that checks it',
    file: 'services/api/src/accept/accept.ts',
    from: '      card,\n',
    to: "      card: card && { ...card, number: typedCard?.number ?? '' },\n",
    tests: 'test/security/card-number.test.ts',
    caughtBy: '',
  },
  {
    guard: 'logs are written by an allow-list',
    file: 'shared/lambda/src/observability/allow-list-formatter.ts',
    from: '...Object.fromEntries(allowed),',
    to: '...Object.fromEntries(allowed), ...additional,',
    tests: 'shared/lambda/src/observability/allow-list-formatter.test.ts',
    caughtBy: '',
  },
  {
    guard: 'FAILED is never recorded over a decision, nor for an outage',
    file: 'services/dead-letters/src/fault/is-permanent.ts',
    from: 'return !error.retryable;',
    to: 'return true;',
    tests: 'services/dead-letters/src/fault/is-permanent.test.ts',
    caughtBy: 'too many conflicts may pass',
  },
  {
    guard: 'an event keeps its id on every redelivery',
    file: 'services/stream/src/derive/event-id.ts',
    from: 'JSON.stringify([type, ...unique])',
    to: 'JSON.stringify([type, ...unique, Math.random()])',
    tests: 'test/journey/announce-changes.test.ts',
    caughtBy: 'a batch that is delivered twice gives the same ids',
  },
  {
    guard: 'a reminder fires once',
    file: 'shared/store/src/reminders/end-reminder.ts',
    from: 'ConditionExpression: isWaiting,',
    to: "ConditionExpression: isWaiting.slice(0, 'attribute_exists(dueKey)'.length),",
    tests: 'test/journey/announce-reminders.test.ts',
    caughtBy: 'which another has fired meanwhile',
  },
  {
    guard: 'a price change is not stamped over a later one',
    file: 'shared/store/src/shows/stamp-price-change.ts',
    from: "'price = :price AND priceVersion = :version'",
    to: "'price = :price'",
    tests: 'test/journey/price-metadata.test.ts',
    caughtBy: 'is not stamped over a later one',
  },
];
