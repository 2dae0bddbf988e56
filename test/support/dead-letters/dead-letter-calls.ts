// The calls that decide a dead letter or put it by, as the SDK names them.

export const POSTPONE = 'ChangeMessageVisibilityBatchCommand';
export const SELL = 'TransactWriteItemsCommand';
export const RECORD = 'PutItemCommand';
export const SEND = 'SendMessageCommand';
