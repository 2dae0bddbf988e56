import type { LocalBackend } from '@willcall/localstack';

/**
 * How many times as long as on the embedded pieces a test may take. LocalStack answers every call in
 * one Python process: a read takes 5 ms there where DynamoDB Local alone takes 1 ms, and a sweep of two
 * hours of reminders, which is 2,000 reads, 9 s.
 */
export const TIMEOUT_FACTOR: Readonly<Record<LocalBackend, number>> = {
  embedded: 1,
  localstack: 5,
};
