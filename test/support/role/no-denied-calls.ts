import { afterAll, afterEach, expect } from 'vitest';
import { takeDeniedCalls } from './denied-calls.ts';

/**
 * Fails a test whose functions made a call that their deployed roles do not allow. Such a call does
 * not always fail the test by itself, because a function may continue without it or leave it to a
 * redelivery.
 */
const expectNone = (): void => expect(takeDeniedCalls()).toEqual([]);

afterEach(expectNone);
afterAll(expectNone);
