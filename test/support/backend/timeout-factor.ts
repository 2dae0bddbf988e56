import type { LocalBackend } from '@willcall/localstack';

/**
 * The factor for the timeouts of tests on each backend. LocalStack answers every call in one Python
 * process: a read takes 5 ms, where DynamoDB Local alone takes 1 ms. A sweep of two hours of
 * reminders, which is 2,000 reads, takes 9 s.
 */
export const TIMEOUT_FACTOR: Readonly<Record<LocalBackend, number>> = {
  embedded: 1,
  localstack: 5,
};
