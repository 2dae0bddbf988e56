export { MessagingError } from './errors.ts';
export { ParkedRecord, parkRecord } from './parked-record.ts';
export {
  type Bus,
  type BusConnection,
  openBus,
  type Pace,
  publishEvents,
  type ReadyEvent,
  readyEvent,
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
export { forwardMessage, sendPurchase } from './send.ts';
