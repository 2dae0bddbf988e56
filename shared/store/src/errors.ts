/** Why a call to the store failed. */
type StoreErrorCode =
  /** Throttled, timed out or unreachable. The request may or may not have taken effect. */
  | 'STORE_UNAVAILABLE'
  /** A record does not match the schema of this release. */
  | 'RECORD_UNREADABLE'
  /** A stock shard of a show does not exist. */
  | 'STOCK_MISSING'
  /** The show to audit does not exist. */
  | 'SHOW_UNKNOWN';

/** The error of this package. Its message contains no data from a record. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly retryable: boolean;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = code === 'STORE_UNAVAILABLE';
  }
}

/** Key attributes that name a person. They stay on the error and out of texts. */
const PERSONAL = new Set(['userId', 'purchaseRef']);

/** Where a record is, and what is wrong with it. */
type Unreadable<K extends string> = {
  /** The role of the table, such as `shows`. */
  readonly table: string;
  readonly key: Readonly<Record<K, string>>;
  /** The show that the record names, if it names one. */
  readonly showId?: string | undefined;
  /** The paths of the invalid attributes, such as `price.amount`, without their values. */
  readonly wrong: readonly string[];
};

/**
 * A stored record does not match its schema. A person must repair it: a retry does not help. Only
 * what depends on the record fails, and lists leave it out.
 *
 * @typeParam K the names of the key attributes.
 */
export class UnreadableRecord<K extends string = string> extends StoreError {
  readonly table: string;
  readonly key: Unreadable<K>['key'];
  readonly showId: string | undefined;
  readonly wrong: readonly string[];

  /** @param what for the message, such as `the show`. */
  constructor(what: string, { table, key, showId, wrong }: Unreadable<K>) {
    super('RECORD_UNREADABLE', `${what} cannot be read: ${wrong.join(', ')}`);
    this.table = table;
    this.key = key;
    this.showId = showId;
    this.wrong = wrong;
  }

  /** Describes the record for a log, without its user: `purchases recordKey=P#… showId=…: total`. */
  get description(): string {
    const key: Unreadable<string>['key'] = this.key;
    const named = Object.entries({ ...key, showId: key.showId ?? this.showId }).flatMap(
      ([name, value]) => (value === undefined || PERSONAL.has(name) ? [] : [`${name}=${value}`]),
    );
    return `${this.table} ${named.join(' ')}: ${this.wrong.join(', ')}`;
  }
}
