/** HTTP status by error code. The SDK has its own classes for the codes in its model. */
const STATUS = {
  InvalidEventPatternException: 400,
  LimitExceededException: 400,
  ResourceNotFoundException: 400,
  SerializationException: 400,
  UnknownOperationException: 400,
  ValidationException: 400,
  InternalException: 500,
} as const;

type EventsErrorCode = keyof typeof STATUS;

/** An error response of EventBridge. */
export class EventsError extends Error {
  readonly code: EventsErrorCode;

  constructor(code: EventsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EventsError';
    this.code = code;
  }

  get status(): number {
    return STATUS[this.code];
  }
}
