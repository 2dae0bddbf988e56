const KILOBYTE = 1_000;

/**
 * The most that a function's code may be, in bytes: what it was in November 2026, and about a tenth
 * more. Most of it is the SDK's core with its credential providers (250 KB) and zod (100 KB); each
 * client adds 25 to 100 KB. What is loaded is paid for at each cold start.
 */
export const SIZE_BUDGETS: Readonly<Record<string, number>> = {
  health: 150 * KILOBYTE,
  'pre-token': 120 * KILOBYTE,
  accept: 650 * KILOBYTE,
  purchases: 650 * KILOBYTE,
  shows: 820 * KILOBYTE,
  worker: 640 * KILOBYTE,
  'dead-letters': 640 * KILOBYTE,
  stream: 620 * KILOBYTE,
  sweep: 550 * KILOBYTE,
  'show-jobs': 560 * KILOBYTE,
  pricing: 550 * KILOBYTE,
  audit: 550 * KILOBYTE,
  flyers: 710 * KILOBYTE,
};
