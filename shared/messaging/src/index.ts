export { MessagingError } from './errors.ts';
export { ParkedRecord, parkRecord } from './parked-record.ts';
export {
  type Bus,
  type BusConnection,
  openBus,
  type PreparedEvent,
  type PublishOptions,
  prepareEvent,
  publishEvents,
} from './publish-events.ts';
export {
  countMessages,
  deleteMessage,
  type MessageCounts,
  openQueue,
  postponeMessages,
  type Queue,
  type QueueConnection,
  type ReceivedMessage,
  receiveMessages,
  type WholeMessage,
} from './queue.ts';
export { releaseMessages } from './release-messages.ts';
export { forwardMessage, sendAudit, sendPaymentTask, sendPurchase } from './send.ts';
